package dev.reelay.webhook.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.vertx.core.buffer.Buffer;

/**
 * The signature of a webhook: HMAC-SHA256 over {@code id.timestamp.body} (standardwebhooks.com). A secret is {@code whsec_} and
 * the key in base64.
 */
public final class WebhookSignature {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";
    private static final int KEY_BYTES = 32;

    private WebhookSignature() {
    }

    /** Returns a random secret. */
    public static String newSecret() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return PREFIX + Base64.getEncoder().encodeToString(key);
    }

    /**
     * Returns the headers {@code webhook-id}, {@code webhook-timestamp} and {@code webhook-signature}.
     *
     * @param id the same one on each try; it has no dot
     * @param secrets at least one secret of {@link #newSecret()}; the signature of each is valid for the receiver
     */
    public static Map<String, String> headers(String id, Instant time, List<String> secrets, Buffer body) {
        String timestamp = Long.toString(time.getEpochSecond());
        String head = id + '.' + timestamp + '.';
        String signatures = secrets.stream().map(secret -> "v1," + sign(secret, head, body)).collect(Collectors.joining(" "));
        return Map.of("webhook-id", id, "webhook-timestamp", timestamp, "webhook-signature", signatures);
    }

    private static String sign(String secret, String head, Buffer body) {
        if (!secret.startsWith(PREFIX)) {
            throw new IllegalArgumentException("A secret begins with " + PREFIX);
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(PREFIX.length())), ALGORITHM));
            mac.update(head.getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes()));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
