package dev.reelay.api.body;

import java.util.Arrays;

/**
 * Decodes Base64 for another sink. Like the MIME decoder of Java (RFC 2045), it ignores bytes outside of the alphabet, and
 * needs no padding, but no part of it may be missing.
 */
public final class Base64Sink implements ValueSink {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    private static final byte FOREIGN = -1;
    private static final byte[] VALUES = values();
    private static final int BUFFER_BYTES = 3 * 1024;

    private final ValueSink target;
    private final byte[] decoded = new byte[BUFFER_BYTES];
    private int length;

    /** The bits of the current group of four characters, and the number of these characters. */
    private int bits;
    private int characters;

    /** The first padding was read: only bytes outside of the alphabet may follow. */
    private boolean closed;
    private boolean needsSecondPadding;
    private boolean valid = true;

    public Base64Sink(ValueSink target) {
        this.target = target;
    }

    /** Returns false once the input is known to be invalid. After {@link #end}, the result is final. */
    public boolean isValid() {
        return valid;
    }

    @Override
    public void write(byte[] bytes, int from, int to) {
        for (int at = from; at < to && valid; at++) {
            if (characters == 0 && !closed && at + 4 <= to && isGroup(bytes, at)) {
                group(bytes, at);
                at += 3;
            } else {
                accept(bytes[at]);
            }
        }
        flush();
    }

    /** Ends the target as well, unless the input is invalid. */
    @Override
    public void end() {
        // One character has too few bits for a byte.
        valid &= !needsSecondPadding && characters != 1;
        if (valid) {
            endGroup();
            flush();
            target.end();
        }
    }

    private void accept(byte next) {
        byte value = valueOf(next);
        if (needsSecondPadding) {
            needsSecondPadding = false;
            valid = next == '=';
        } else if (closed) {
            valid = value == FOREIGN;
        } else if (next == '=') {
            closed = true;
            needsSecondPadding = characters == 2;
            valid = characters > 1;
        } else if (value != FOREIGN) {
            bits = bits << 6 | value;
            if (++characters == 4) {
                put(bits >> 16);
                put(bits >> 8);
                put(bits);
                startGroup();
            }
        }
    }

    private void endGroup() {
        if (characters == 2) {
            put(bits >> 4);
        } else if (characters == 3) {
            put(bits >> 10);
            put(bits >> 2);
        }
        startGroup();
    }

    private void startGroup() {
        bits = 0;
        characters = 0;
    }

    private static boolean isGroup(byte[] bytes, int at) {
        return (valueOf(bytes[at]) | valueOf(bytes[at + 1]) | valueOf(bytes[at + 2]) | valueOf(bytes[at + 3])) >= 0;
    }

    private void group(byte[] bytes, int at) {
        int group = valueOf(bytes[at]) << 18 | valueOf(bytes[at + 1]) << 12 | valueOf(bytes[at + 2]) << 6
                | valueOf(bytes[at + 3]);
        put(group >> 16);
        put(group >> 8);
        put(group);
    }

    private void put(int value) {
        if (length == decoded.length) {
            flush();
        }
        decoded[length++] = (byte) value;
    }

    private void flush() {
        if (length > 0) {
            target.write(decoded, 0, length);
            length = 0;
        }
    }

    private static byte valueOf(byte character) {
        return VALUES[character & 0xff];
    }

    private static byte[] values() {
        byte[] values = new byte[256];
        Arrays.fill(values, FOREIGN);
        for (int value = 0; value < ALPHABET.length(); value++) {
            values[ALPHABET.charAt(value)] = (byte) value;
        }
        return values;
    }
}
