package dev.reelay.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Issues and verifies tickets, for clients that cannot set a header. A ticket consists of its holder, its end of validity, and
 * an HMAC over both and its subject, so that it need not be stored. The holder is an issued key, so that the ticket ends with
 * the key. For other keys it is the owner, because nodes of former versions know only that.
 */
final class Tickets {
    private static final String ALGORITHM = "HmacSHA256";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /** The prefix of the signed text of a key's ticket. A node of the former version therefore rejects its signature. */
    private static final String OF_KEY = "key:";
    private static final String OF_OWNER = "";

    private final SecretKeySpec secret;
    private final Duration validity;
    private final InstantSource clock;

    Tickets(byte[] secret, Duration validity, InstantSource clock) {
        this.secret = new SecretKeySpec(secret, ALGORITHM);
        this.validity = validity;
        this.clock = clock;
    }

    Ticket issue(String owner, String subject) {
        return issue(OF_OWNER, ENCODER.encodeToString(owner.getBytes(StandardCharsets.UTF_8)), subject);
    }

    /** @param key id of an issued key */
    Ticket issueForKey(String key, String subject) {
        return issue(OF_KEY, key, subject);
    }

    private Ticket issue(String kind, String holder, String subject) {
        Instant end = clock.instant().plus(validity);
        String claim = holder + "." + end.getEpochSecond();
        return new Ticket(claim + "." + signature(kind + claim, subject), end);
    }

    /** Returns the owner to which the ticket was issued, or empty if it is forged, expired or for another subject or holder. */
    Optional<String> ownerOf(String ticket, String subject) {
        return holderOf(OF_OWNER, ticket, subject)
                .map(owner -> new String(Base64.getUrlDecoder().decode(owner), StandardCharsets.UTF_8));
    }

    /** Returns the id of the key to which the ticket was issued, or empty as {@link #ownerOf}. */
    Optional<String> keyOf(String ticket, String subject) {
        return holderOf(OF_KEY, ticket, subject);
    }

    private Optional<String> holderOf(String kind, String ticket, String subject) {
        int dot = ticket.lastIndexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String claim = ticket.substring(0, dot);
        return matches(signature(kind + claim, subject), ticket.substring(dot + 1)) && isValid(claim)
                ? Optional.of(claim.substring(0, claim.indexOf('.')))
                : Optional.empty();
    }

    private boolean isValid(String genuineClaim) {
        long end = Long.parseLong(genuineClaim.substring(genuineClaim.indexOf('.') + 1));
        return clock.instant().getEpochSecond() < end;
    }

    private String signature(String claim, String subject) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(secret);
            return ENCODER.encodeToString(mac.doFinal((claim + "." + subject).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is not available in this JVM", e);
        }
    }

    private static boolean matches(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
