package dev.reelay.sandbox;

import java.util.OptionalInt;

/** Reads what ffmpeg prints with {@code -progress}: pairs of key and value, and between them its complaints. */
final class EncoderOutput {
    private static final String POSITION = "out_time_us=";

    private final long durationMicros;
    private String lastError = "";

    /**
     * @param seconds
     *        length of the whole clip
     */
    EncoderOutput(int seconds) {
        this.durationMicros = seconds * 1_000_000L;
    }

    /** Percent done, if the line tells; 100 is left for the finished file. */
    OptionalInt read(String line) {
        if (line.startsWith(POSITION)) {
            return percent(line.substring(POSITION.length()).strip());
        }
        if (!line.isBlank() && !line.matches("\\w+=.*")) {
            // without the part of ffmpeg that complains, and its address
            lastError = line.replaceFirst("^\\[[^]]*] ", "").strip();
        }
        return OptionalInt.empty();
    }

    /** The last complaint, or nothing. */
    String lastError() {
        return lastError;
    }

    private OptionalInt percent(String micros) {
        // N/A, or a negative number, before the first frame
        return micros.matches("\\d{1,15}") ? OptionalInt.of((int) Math.min(99, Long.parseLong(micros) * 100
                / durationMicros)) : OptionalInt.empty();
    }
}
