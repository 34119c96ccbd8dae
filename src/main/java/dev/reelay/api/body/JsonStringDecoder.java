package dev.reelay.api.body;

import java.nio.charset.StandardCharsets;

/** Decodes the content of one JSON string (RFC 8259, section 7) for a sink, which gets it without escapes, in UTF-8. */
final class JsonStringDecoder {
    private static final int NO_ESCAPE = -1;
    private static final int HEX_DIGITS = 4;
    private static final int FIRST_PRINTABLE = 0x20;

    private final ValueSink target;
    /** The number of characters of an escape sequence, without its backslash; {@link #NO_ESCAPE} outside of one. */
    private int escape = NO_ESCAPE;
    private int codeUnit;
    /** The first half of a surrogate pair, whose second half has not arrived; or 0. */
    private char highSurrogate;
    /** The bytes that the current character of UTF-8 still needs. */
    private int continuations;
    private boolean complete;

    JsonStringDecoder(ValueSink target) {
        this.target = target;
    }

    /** Returns true after the closing quote. */
    boolean isComplete() {
        return complete;
    }

    /**
     * Decodes bytes up to the closing quote.
     *
     * @return the index after the closing quote, or {@code to}
     */
    int decode(byte[] bytes, int from, int to) {
        int literal = from;
        int at = from;
        while (at < to && !complete) {
            byte next = bytes[at++];
            if (escape != NO_ESCAPE) {
                escaped(next);
                literal = at;
            } else if (isPlain(next) && continuations == 0 && highSurrogate == 0) {
                continue;
            } else if (next == '"' || next == '\\') {
                literal(bytes, literal, at - 1);
                special(next);
                literal = at;
            } else {
                checkUtf8(next);
                endPair();
            }
        }
        literal(bytes, Math.min(literal, at), complete ? literal : at);
        if (complete) {
            target.end();
        }
        return at;
    }

    private static boolean isPlain(byte next) {
        return next >= FIRST_PRINTABLE && next != '"' && next != '\\';
    }

    private void literal(byte[] bytes, int from, int to) {
        if (from < to) {
            target.write(bytes, from, to);
        }
    }

    private void special(byte next) {
        if (continuations > 0) {
            throw JsonBodyParser.notJson();
        }
        if (next == '\\') {
            escape = 0;
        } else {
            endPair();
            complete = true;
        }
    }

    private void escaped(byte next) {
        if (escape == 0 && next != 'u') {
            escape = NO_ESCAPE;
            endPair();
            write(String.valueOf(shortEscape(next)));
        } else if (escape == 0) {
            escape = 1;
            codeUnit = 0;
        } else {
            int digit = Character.digit(next, 16);
            if (digit < 0) {
                throw JsonBodyParser.notJson();
            }
            codeUnit = codeUnit << 4 | digit;
            if (escape++ == HEX_DIGITS) {
                escape = NO_ESCAPE;
                unit((char) codeUnit);
            }
        }
    }

    private static char shortEscape(byte next) {
        return switch (next) {
            case '"', '\\', '/' -> (char) next;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> throw JsonBodyParser.notJson();
        };
    }

    private void unit(char unit) {
        if (highSurrogate != 0 && Character.isLowSurrogate(unit)) {
            write(String.valueOf(new char[] { highSurrogate, unit }));
            highSurrogate = 0;
        } else {
            endPair();
            if (Character.isHighSurrogate(unit)) {
                highSurrogate = unit;
            } else {
                write(String.valueOf(unit));
            }
        }
    }

    /** Writes a single half of a pair as a question mark, as Java does when it encodes one. */
    private void endPair() {
        if (highSurrogate != 0) {
            write(String.valueOf(highSurrogate));
            highSurrogate = 0;
        }
    }

    private void write(String characters) {
        byte[] bytes = characters.getBytes(StandardCharsets.UTF_8);
        target.write(bytes, 0, bytes.length);
    }

    /** Checks the number of bytes of each character, and that no control character is without an escape. */
    private void checkUtf8(byte next) {
        int value = next & 0xff;
        if (continuations > 0) {
            if (value >> 6 != 0b10) {
                throw JsonBodyParser.notJson();
            }
            continuations--;
        } else if (value >= 0xc2 && value <= 0xf4) {
            continuations = value < 0xe0 ? 1 : value < 0xf0 ? 2 : 3;
        } else if (value < FIRST_PRINTABLE || value >= 0x80) {
            throw JsonBodyParser.notJson();
        }
    }
}
