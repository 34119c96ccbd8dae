package dev.reelay.api.body;

/** Receives the bytes of one value in pieces: a text in the character set of its field, or a file. */
public interface ValueSink {
    /** Drops the value. */
    ValueSink IGNORED = new ValueSink() {
        @Override
        public void write(byte[] bytes, int from, int to) {
            // The caller does not need the value.
        }

        @Override
        public void end() {
            // There is nothing to complete.
        }
    };

    /**
     * Takes the next bytes.
     *
     * @param bytes may change after the call
     * @param from index of the first byte
     * @param to index after the last byte
     */
    void write(byte[] bytes, int from, int to);

    /** Ends the value. A value that the body breaks off has no end. */
    void end();
}
