package dev.reelay.video;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/** The public id of a video, {@code video_} and 128 random bits: nobody guesses another's. */
public record VideoId(String value) {
    private static final int RANDOM_BYTES = 16;
    private static final Pattern FORM = Pattern.compile("video_[0-9a-f]{32}");

    /** The id that a caller wrote; fails with {@link ErrorCode#NOT_FOUND} where no video can have it. */
    public static VideoId of(String written) {
        if (!FORM.matcher(written).matches()) {
            throw new ReelayException(ErrorCode.NOT_FOUND, "No video has the id " + written);
        }
        return new VideoId(written);
    }

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
