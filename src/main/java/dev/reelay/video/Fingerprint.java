package dev.reelay.video;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The identity of a create: a SHA-256 over its parameters and its image. The body itself is unsuitable, because a client
 * chooses a new multipart boundary for each retry.
 */
public record Fingerprint(byte[] sha256) {

    /**
     * Computes the fingerprint of a create.
     *
     * @param webhookUrl see {@link CreateVideo#webhookUrl()}
     * @param image SHA-256 of the reference image; empty without an image
     */
    public static Fingerprint of(VideoSpec spec, Optional<String> webhookUrl, byte[] image) {
        MessageDigest digest = sha256Digest();
        for (String part : List.of(spec.prompt(), spec.model(), spec.size(), spec.seconds())) {
            update(digest, part);
        }
        spec.options().ifPresent(options -> digest.update(options.getBytes(StandardCharsets.UTF_8)));
        webhookUrl.ifPresent(url -> update(digest, url));
        return new Fingerprint(digest.digest(image));
    }

    private static void update(MessageDigest digest, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
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
