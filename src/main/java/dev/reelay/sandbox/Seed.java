package dev.reelay.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Choices that follow from a text alone: the same text chooses the same on every machine, another text differently. */
final class Seed {
    private final byte[] digest;
    private int next;

    Seed(String text) {
        try {
            digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The next number from 0 to {@code bound - 1}. */
    int below(int bound) {
        return nextUnit() * bound / 65536;
    }

    /** The next number in between. */
    double between(double low, double high) {
        return low + (high - low) * nextUnit() / 65536.0;
    }

    /** Two bytes at a time, at an odd distance, so that the 32 of them serve for many choices. */
    private int nextUnit() {
        int high = digest[next++ % digest.length] & 0xFF;
        int low = digest[(next * 7 + next / digest.length) % digest.length] & 0xFF;
        return high << 8 | low;
    }
}
