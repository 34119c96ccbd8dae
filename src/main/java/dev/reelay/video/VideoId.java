package dev.reelay.video;

import java.security.SecureRandom;
import java.util.HexFormat;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/** The public id of a video, {@code video_} and 128 random bits: nobody guesses another's. */
public record VideoId(String value) {
    private static final int RANDOM_BYTES = 16;
    private static final String PREFIX = "video_";

    /** The id that a caller wrote; fails with {@link ErrorCode#NOT_FOUND} where no video can have it. */
    public static VideoId of(String written) {
        if (!isOne(written)) {
            throw new ReelayException(ErrorCode.NOT_FOUND, "No video has the id " + written);
        }
        return new VideoId(written);
    }

    /** Each request has one in its path: a pattern, or a stream, was a noticeable part of its work. */
    private static boolean isOne(String written) {
        if (written.length() != PREFIX.length() + 2 * RANDOM_BYTES || !written.startsWith(PREFIX)) {
            return false;
        }
        for (int at = PREFIX.length(); at < written.length(); at++) {
            if (!isDigit(written.charAt(at))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9' || character >= 'a' && character <= 'f';
    }

    public static VideoId random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        // Made on the spot: a static SecureRandom would be seeded when a native image is built.
        new SecureRandom().nextBytes(bytes);
        return new VideoId(PREFIX + HexFormat.of().formatHex(bytes));
    }

    /** Its 128 bits, as 32 hexadecimal digits. */
    public String hex() {
        return value.substring(PREFIX.length());
    }

    @Override
    public String toString() {
        return value;
    }
}
