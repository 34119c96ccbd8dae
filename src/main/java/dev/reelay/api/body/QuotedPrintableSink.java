package dev.reelay.api.body;

/** Decodes quoted-printable (RFC 2045, section 6.7) for another sink. It keeps a {@code =} that begins no valid sequence. */
final class QuotedPrintableSink implements ValueSink {
    private static final int LONGEST_SEQUENCE = 3;

    private final ValueSink target;
    /** The bytes of a sequence that is not complete. */
    private final byte[] sequence = new byte[LONGEST_SEQUENCE];
    private int length;

    QuotedPrintableSink(ValueSink target) {
        this.target = target;
    }

    @Override
    public void write(byte[] bytes, int from, int to) {
        int literal = from;
        for (int at = from; at < to; at++) {
            if (length == 0 && bytes[at] != '=') {
                continue;
            }
            target.write(bytes, literal, length == 0 ? at : literal);
            literal = at + 1;
            if (bytes[at] == '=') {
                keep();
            }
            sequence[length++] = bytes[at];
            decode();
        }
        target.write(bytes, Math.min(literal, to), to);
    }

    @Override
    public void end() {
        keep();
        target.end();
    }

    private void decode() {
        byte last = sequence[length - 1];
        if (last == '\n' && (length == 2 || sequence[1] == '\r')) {
            length = 0;
        } else if (length == LONGEST_SEQUENCE) {
            int high = Character.digit(sequence[1], 16);
            int low = Character.digit(sequence[2], 16);
            if (high < 0 || low < 0) {
                keep();
            } else {
                sequence[0] = (byte) (high << 4 | low);
                target.write(sequence, 0, 1);
                length = 0;
            }
        }
    }

    /** Passes an invalid sequence on as it is. */
    private void keep() {
        target.write(sequence, 0, length);
        length = 0;
    }
}
