package dev.reelay.api.body;

/** Receives the parts of a form. */
@FunctionalInterface
public interface FormFields {
    /** Returns the receiver of a part's content, decoded from its transfer encoding. */
    ValueSink part(PartHeaders headers);
}
