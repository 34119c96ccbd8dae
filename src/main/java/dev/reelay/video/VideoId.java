package dev.reelay.video;

import java.security.SecureRandom;
import java.util.HexFormat;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/** The public id of a video: {@code video_} and 128 random bits, so that clients cannot guess ids. */
public record VideoId(String value) {
    private static final int RANDOM_BYTES = 16;
    private static final String PREFIX = "video_";

    /** Parses the id of a request; throws {@link ErrorCode#NOT_FOUND} if it is malformed. */
    public static VideoId of(String written) {
        if (!isOne(written)) {
            throw new ReelayException(ErrorCode.NOT_FOUND, "No video has the id " + written);
        }
        return new VideoId(written);
    }

    /** Checks the format by hand: almost every request has an id, and a regular expression or a stream was noticeably slow. */
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
        // Not static: GraalVM would seed a static SecureRandom during the native build.
        new SecureRandom().nextBytes(bytes);
        return new VideoId(PREFIX + HexFormat.of().formatHex(bytes));
    }

    /** Returns the 128 random bits as 32 hexadecimal digits. */
    public String hex() {
        return value.substring(PREFIX.length());
    }

    @Override
    public String toString() {
        return value;
    }
}
