package dev.reelay.chaos;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/** The bytes of the videos that fake upstreams sell. They follow from the id, so that the judge can make them again. */
final class Footage {
    private static final int SHORTEST = 60_000;
    private static final int VARIES = 400_000;

    private Footage() {
    }

    static byte[] of(String id) {
        Random random = new Random(id.hashCode());
        byte[] bytes = new byte[SHORTEST + random.nextInt(VARIES)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Returns the hash of a part of a video. */
    static String sha256(byte[] bytes, long first, long count) {
        return HexFormat.of().formatHex(digest().digest(Arrays.copyOfRange(bytes, (int) first, (int) (first + count))));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
