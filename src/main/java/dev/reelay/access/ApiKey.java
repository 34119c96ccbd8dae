package dev.reelay.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API key, without its secret.
 *
 * @param owner owner of the videos that the key creates
 * @param secrets the hash of its secret, and that of a former one for some time after a rotation
 */
public record ApiKey(CallerKey key, String owner, Source source, List<SecretHash> secrets) {
    private static final String PREFIX = "sk-";
    private static final String ID_PREFIX = "key_";
    private static final int ID_BYTES = 16;
    /**
     * A name and an owner contain no colon. An owner does not begin like a secret, because the secret of a key with a name may
     * contain colons. {@code runtime.ConfigKey} checks the same form.
     */
    private static final Pattern FORM = Pattern
            .compile("(?:(?<name>[^:]+):(?:(?<owner>(?!sk-)[^:]+):)?|(?!.*:))(?<secret>sk-.+)");
    /** {@code runtime.ConfigKey} checks the same form. A name does not begin like a secret, because the audit shows it. */
    private static final Pattern ADMIN_FORM = Pattern.compile("(?:(?<name>(?!sk-)[^:]+):|(?!.*:))(?<secret>sk-admin-.+)");
    private static final int RANDOM_BYTES = 24;
    private static final int NAME_LENGTH = 12;
    /** One digest for each thread, because each request needs one: it takes about 500 bytes and resets itself after a hash. */
    private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(ApiKey::newSha256);

    /** The origin of a key: an administrator, the configuration, or the first start. */
    public enum Source {
        /** An administrator created it. */
        ISSUED,
        /** It is in the configuration. */
        CONFIGURED,
        /** The first start made it, because there was none. */
        GENERATED;

        /** Returns the word in JSON. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Returns the source with this word, or empty. */
        public static Optional<Source> parse(String wireName) {
            return Arrays.stream(values()).filter(source -> source.wireName().equals(wireName)).findFirst();
        }
    }

    /**
     * The hash of a secret.
     *
     * @param until the secret is not valid from then on; {@link Instant#MAX} if it has no end
     */
    public record SecretHash(byte[] sha256, Instant until) {
    }

    /**
     * Parses a configured key: {@code sk-…}, {@code name:sk-…} or {@code name:owner:sk-…}. A key without an owner owns its
     * videos under its name. A key without a name gets one from its hash, so that it keeps its videos when other keys are added
     * or removed.
     *
     * @throws IllegalArgumentException if the key has another form; the message does not contain the secret
     */
    static ApiKey parse(String configured) {
        Matcher key = match(FORM, configured, "reelay.access.keys: each key is sk-…, name:sk-… or name:owner:sk-…");
        byte[] hash = hash(key.group("secret"));
        String name = Optional.ofNullable(key.group("name")).orElseGet(() -> "key-" + start(hash));
        return fixed(Source.CONFIGURED, name, Optional.ofNullable(key.group("owner")).orElse(name), hash);
    }

    /**
     * Parses the key of an administrator: {@code sk-admin-…} or {@code name:sk-admin-…}. A key without a name gets one from its
     * hash.
     *
     * @throws IllegalArgumentException if the key has another form; the message does not contain the secret
     */
    static ApiKey parseAdmin(String configured) {
        Matcher key = match(ADMIN_FORM, configured,
                "reelay.access.admin-keys: each key is sk-admin-… or name:sk-admin-…");
        byte[] hash = hash(key.group("secret"));
        String name = Optional.ofNullable(key.group("name")).orElseGet(() -> "admin-" + start(hash));
        return fixed(Source.CONFIGURED, name, name, hash);
    }

    /** Returns a key without limits of its own and without an end. */
    static ApiKey fixed(Source source, String name, String owner, byte[] hash) {
        return new ApiKey(new CallerKey(idOf(name), name, KeyLimits.NONE), owner, source,
                List.of(new SecretHash(hash, Instant.MAX)));
    }

    /** Returns true if one secret is that of a caller and that of an administrator. All keys must have a valid form. */
    public static boolean haveCommonSecret(List<String> keys, List<String> adminKeys) {
        return keys.stream().map(ApiKey::parse).anyMatch(key -> adminKeys.stream().map(ApiKey::parseAdmin)
                .anyMatch(admin -> MessageDigest.isEqual(key.secrets.get(0).sha256, admin.secrets.get(0).sha256)));
    }

    /** Returns a new random secret of 24 bytes, in hex. */
    public static String newSecret() {
        return PREFIX + random(RANDOM_BYTES);
    }

    /** Returns a new random id. */
    public static String newId() {
        return ID_PREFIX + random(ID_BYTES);
    }

    /** Returns true if the text has the form of an id. */
    public static boolean isId(String text) {
        return text.matches(ID_PREFIX + "[0-9a-f]{%d}".formatted(2 * ID_BYTES));
    }

    /** Returns the SHA-256 of a secret. */
    public static byte[] hash(String secret) {
        return SHA_256.get().digest(secret.getBytes(StandardCharsets.UTF_8));
    }

    public String id() {
        return key.id();
    }

    /** Returns the public id of a key that is not issued: it follows from the name, so that a new secret keeps it. */
    private static String idOf(String name) {
        return ID_PREFIX + HexFormat.of().formatHex(hash(name)).substring(0, 2 * ID_BYTES);
    }

    private static Matcher match(Pattern form, String configured, String message) {
        Matcher key = form.matcher(configured.strip());
        if (!key.matches()) {
            throw new IllegalArgumentException(message);
        }
        return key;
    }

    private static String start(byte[] hash) {
        return HexFormat.of().formatHex(hash).substring(0, NAME_LENGTH);
    }

    private static String random(int size) {
        byte[] bytes = new byte[size];
        // Not static: GraalVM would seed a static SecureRandom during the native build.
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not available in this JVM", e);
        }
    }
}
