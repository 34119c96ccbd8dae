package dev.reelay.webhook.store;

import java.security.SecureRandom;
import java.util.HexFormat;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/** The kinds of public ids of webhooks: a prefix and 128 random bits, so that clients cannot guess ids. */
public enum WebhookIds {
    ENDPOINT("we_", "webhook endpoint"),
    EVENT("evt_", "webhook event"),
    DELIVERY("wd_", "webhook delivery");

    private static final int RANDOM_BYTES = 16;

    private final String prefix;
    private final String noun;

    WebhookIds(String prefix, String noun) {
        this.prefix = prefix;
        this.noun = noun;
    }

    /** Returns a new id. */
    public String random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        // Not static: GraalVM would seed a static SecureRandom during the native build.
        new SecureRandom().nextBytes(bytes);
        return prefix + HexFormat.of().formatHex(bytes);
    }

    /** Returns the id of a request; throws {@link ErrorCode#NOT_FOUND} if it is malformed. */
    public String require(String written) {
        if (!written.matches(prefix + "[0-9a-f]{%d}".formatted(2 * RANDOM_BYTES))) {
            throw notFound(written);
        }
        return written;
    }

    /** Returns the error for an unknown id; it is the same for an id of another owner. */
    public ReelayException notFound(String id) {
        return new ReelayException(ErrorCode.NOT_FOUND, "No %s has the id %s".formatted(noun, id));
    }
}
