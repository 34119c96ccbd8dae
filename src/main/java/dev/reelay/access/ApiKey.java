package dev.reelay.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API key, without its secret.
 *
 * @param name name of the key, for logs
 * @param owner owner of the videos that the key creates
 * @param sha256 hash of the secret
 */
record ApiKey(String name, String owner, byte[] sha256) {
    private static final String PREFIX = "sk-";
    private static final String ID_PREFIX = "key_";
    private static final int ID_BYTES = 16;
    /**
     * A name and an owner contain no colon. An owner does not begin like a secret, because the secret of a key with a name may
     * contain colons. {@code runtime.ConfigKey} checks the same form.
     */
    private static final Pattern FORM = Pattern
            .compile("(?:(?<name>[^:]+):(?:(?<owner>(?!sk-)[^:]+):)?|(?!.*:))(?<secret>sk-.+)");
    private static final int RANDOM_BYTES = 24;
    private static final int NAME_LENGTH = 12;
    /** One digest for each thread, because each request needs one: it takes about 500 bytes and resets itself after a hash. */
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(ApiKey::newSha256);

    /**
     * Parses a configured key: {@code sk-…}, {@code name:sk-…} or {@code name:owner:sk-…}. A key without an owner owns its
     * videos under its name. A key without a name gets one from its hash, so that it keeps its videos when other keys are added
     * or removed.
     *
     * @throws IllegalArgumentException if the key has another form; the message does not contain the secret
     */
    static ApiKey parse(String configured) {
        Matcher key = FORM.matcher(configured.strip());
        if (!key.matches()) {
            throw new IllegalArgumentException("reelay.access.keys: each key is sk-…, name:sk-… or name:owner:sk-…");
        }
        byte[] hash = hash(key.group("secret"));
        String name = Optional.ofNullable(key.group("name"))
                .orElseGet(() -> "key-" + HexFormat.of().formatHex(hash).substring(0, NAME_LENGTH));
        return new ApiKey(name, Optional.ofNullable(key.group("owner")).orElse(name), hash);
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

    /** Returns the public id of a configured key: it follows from the name, so that a new secret keeps it. */
    String id() {
        return ID_PREFIX + HexFormat.of().formatHex(hash(name)).substring(0, 2 * ID_BYTES);
    }

    CallerKey asCallerKey() {
        return new CallerKey(id(), name, KeyLimits.NONE);
    }

    /** Compares in constant time. */
    boolean matches(byte[] otherSha256) {
        return MessageDigest.isEqual(sha256, otherSha256);
    }
}
