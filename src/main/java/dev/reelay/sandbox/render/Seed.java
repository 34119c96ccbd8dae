package dev.reelay.sandbox.render;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;

/** A generator of numbers that depend on a text only: the same text gives the same numbers on every machine. */
final class Seed {
    /** The specification of {@link Random} fixes its sequence, unlike that of newer generators. */
    private final Random random;

    Seed(String text) {
        random = new Random(ByteBuffer.wrap(digest(text)).getLong());
    }

    /** Returns the next number from 0 to {@code bound - 1}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Returns the next number between {@code low} and {@code high}. */
    double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** Returns a SHA-256 of the text, so that similar texts give unrelated numbers. */
    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
