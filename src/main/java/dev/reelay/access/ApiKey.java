package dev.reelay.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * An API key, without its secret.
 *
 * @param name owner of the videos that the key creates
 * @param sha256 hash of the secret
 */
record ApiKey(String name, byte[] sha256) {
    private static final String PREFIX = "sk-";
    private static final int RANDOM_BYTES = 24;
    private static final int NAME_LENGTH = 12;
    /** One digest for each thread, because each request needs one: it takes about 500 bytes and resets itself after a hash. */
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(ApiKey::newSha256);

    /**
     * Parses a configured key, {@code name:sk-…} or {@code sk-…}. A key without a name gets one from its hash, so that it
     * keeps its videos when other keys are added or removed.
     *
     * @throws IllegalArgumentException if the key has another form; the message does not contain the secret
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

    /** Returns a new random secret of 24 bytes, in hex. */
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
            throw new IllegalStateException("SHA-256 is not available in this JVM", e);
        }
    }

    /** Compares in constant time. */
    boolean matches(byte[] otherSha256) {
        return MessageDigest.isEqual(sha256, otherSha256);
    }
}
