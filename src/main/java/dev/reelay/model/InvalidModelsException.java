package dev.reelay.model;

/** Reports an invalid file of models, in one line for the operator. */
public final class InvalidModelsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidModelsException(String message) {
        super(message, null, false, false);
    }
}
