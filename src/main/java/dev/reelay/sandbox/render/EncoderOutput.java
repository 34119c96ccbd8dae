package dev.reelay.sandbox.render;

import java.util.OptionalInt;

/** Parses the output of ffmpeg with {@code -progress}: lines of {@code key=value}, with error messages in between. */
final class EncoderOutput {
    private static final String POSITION = "out_time_us=";

    private final long durationMicros;
    private String lastError = "";

    /**
     * @param seconds
     *        the length of the whole clip
     */
    EncoderOutput(int seconds) {
        this.durationMicros = seconds * 1_000_000L;
    }

    /** Parses one line. Returns the progress in percent, at most 99, or empty if the line has none. */
    OptionalInt read(String line) {
        if (line.startsWith(POSITION)) {
            return percent(line.substring(POSITION.length()).strip());
        }
        if (!line.isBlank() && !line.matches("\\w+=.*")) {
            // removes the prefix with the name and the address of the component
            lastError = line.replaceFirst("^\\[[^]]*] ", "").strip();
        }
        return OptionalInt.empty();
    }

    /** Returns the last error message, or an empty text. */
    String lastError() {
        return lastError;
    }

    private OptionalInt percent(String micros) {
        // before the first frame, the position is N/A or negative
        return micros.matches("\\d{1,15}") ? OptionalInt.of((int) Math.min(99, Long.parseLong(micros) * 100
                / durationMicros)) : OptionalInt.empty();
    }
}
