package dev.reelay.video;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/**
 * The identity of a create: a SHA-256 over its parameters and its image. The body itself is unsuitable, because a client
 * chooses a new multipart boundary for each retry.
 */
public record Fingerprint(byte[] sha256) {

    /**
     * Computes the fingerprint of a create.
     *
     * @param image SHA-256 of the reference image; empty without an image
     */
    public static Fingerprint of(VideoSpec spec, byte[] image) {
        MessageDigest digest = sha256Digest();
        for (String part : List.of(spec.prompt(), spec.model(), spec.size(), spec.seconds())) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(bytes);
        }
        spec.options().ifPresent(options -> digest.update(options.getBytes(StandardCharsets.UTF_8)));
        return new Fingerprint(digest.digest(image));
    }

    public static MessageDigest sha256Digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Fingerprint that && Arrays.equals(sha256, that.sha256);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sha256);
    }
}
