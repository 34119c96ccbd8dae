package dev.reelay.video;

import java.security.SecureRandom;
import java.util.HexFormat;

/** The public id of a video, {@code video_} and 128 random bits: nobody guesses another's. */
public record VideoId(String value) {
    private static final int RANDOM_BYTES = 16;

    public static VideoId random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        // Made on the spot: a static SecureRandom would be seeded when a native image is built.
        new SecureRandom().nextBytes(bytes);
        return new VideoId("video_" + HexFormat.of().formatHex(bytes));
    }

    @Override
    public String toString() {
        return value;
    }
}
