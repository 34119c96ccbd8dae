package dev.reelay.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * An API key as Reelay remembers it.
 *
 * @param name what its videos belong to
 * @param sha256 hash of the secret; the secret itself is not kept
 */
record ApiKey(String name, byte[] sha256) {
    private static final String PREFIX = "sk-";
    private static final int RANDOM_BYTES = 24;
    private static final int NAME_LENGTH = 12;
    /** Each request shows a key. One is some 500 bytes, and as good as new after each hash. */
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(ApiKey::newSha256);

    /**
     * Reads a configured key, {@code name:sk-…} or {@code sk-…}. One without a name is named after its hash, so that its
     * videos stay its own whatever other keys come and go.
     *
     * @throws IllegalArgumentException for anything else; its message does not repeat the secret
     */
    static ApiKey parse(String configured) {
        String entry = configured.strip();
        int colon = entry.indexOf(':');
        String secret = entry.substring(colon + 1);
        if (!secret.startsWith(PREFIX) || secret.length() == PREFIX.length() || colon == 0) {
            throw new IllegalArgumentException("reelay.access.keys: each key is sk-… or name:sk-…");
        }
        byte[] hash = hash(secret);
        return new ApiKey(colon < 0 ? "key-" + HexFormat.of().formatHex(hash).substring(0, NAME_LENGTH)
                : entry.substring(0, colon), hash);
    }

    /** A new secret that nobody can guess. */
    static String newSecret() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return PREFIX + HexFormat.of().formatHex(bytes);
    }

    static byte[] hash(String secret) {
        return SHA_256.get().digest(secret.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Compares in constant time. */
    boolean matches(byte[] otherSha256) {
        return MessageDigest.isEqual(sha256, otherSha256);
    }
}
