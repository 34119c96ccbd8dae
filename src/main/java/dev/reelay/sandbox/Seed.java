package dev.reelay.sandbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;

/** Choices that follow from a text alone: the same text chooses the same on every machine, another text differently. */
final class Seed {
    /** Its sequence is part of its specification, unlike that of its successors. */
    private final Random random;

    Seed(String text) {
        random = new Random(ByteBuffer.wrap(digest(text)).getLong());
    }

    /** The next number from 0 to {@code bound - 1}. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** The next number in between. */
    double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** Hashed first: prompts that differ in one letter would start alike otherwise. */
    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
