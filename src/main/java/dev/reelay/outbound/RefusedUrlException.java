package dev.reelay.outbound;

/** Thrown for a URL that no request may go to. The message is a sentence for the client, and does not repeat the URL. */
public final class RefusedUrlException extends RuntimeException {
    public RefusedUrlException(String message) {
        super(message, null, false, false);
    }
}
