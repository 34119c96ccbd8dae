package dev.reelay.api.body;

import dev.reelay.error.ReelayException;

/** Parses a body that arrives in pieces, and keeps a bounded number of its bytes. */
public interface BodyParser {
    /** Accepts each body, and drops it. */
    BodyParser IGNORED = new BodyParser() {
        @Override
        public void feed(byte[] bytes) {
            // Nothing reads the body.
        }

        @Override
        public void end() {
            // There is nothing to complete.
        }
    };

    /**
     * Parses the next bytes of the body.
     *
     * @param bytes not changed, and not used after the call
     * @throws ReelayException with {@code invalid_request} for a malformed body; the parser is unusable afterwards
     */
    void feed(byte[] bytes);

    /**
     * Ends the body.
     *
     * @throws ReelayException with {@code invalid_request} for an incomplete body
     */
    void end();
}
