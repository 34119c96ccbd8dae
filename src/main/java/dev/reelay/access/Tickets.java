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
 * Issues and verifies tickets, for clients that cannot set a header. A ticket consists of the owner, its end of validity, and
 * an HMAC over both and its subject, so that it need not be stored.
 */
final class Tickets {
    private static final String ALGORITHM = "HmacSHA256";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final SecretKeySpec secret;
    private final Duration validity;
    private final InstantSource clock;

    Tickets(byte[] secret, Duration validity, InstantSource clock) {
        this.secret = new SecretKeySpec(secret, ALGORITHM);
        this.validity = validity;
        this.clock = clock;
    }

    Ticket issue(String owner, String subject) {
        Instant end = clock.instant().plus(validity);
        String claim = ENCODER.encodeToString(owner.getBytes(StandardCharsets.UTF_8)) + "." + end.getEpochSecond();
        return new Ticket(claim + "." + signature(claim, subject), end);
    }

    /** Returns the owner to which the ticket was issued, or empty if it is forged, expired or for another subject. */
    Optional<String> ownerOf(String ticket, String subject) {
        int dot = ticket.lastIndexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String claim = ticket.substring(0, dot);
        return matches(signature(claim, subject), ticket.substring(dot + 1)) && isValid(claim)
                ? Optional.of(ownerIn(claim))
                : Optional.empty();
    }

    private boolean isValid(String genuineClaim) {
        long end = Long.parseLong(genuineClaim.substring(genuineClaim.indexOf('.') + 1));
        return clock.instant().getEpochSecond() < end;
    }

    private static String ownerIn(String genuineClaim) {
        byte[] owner = Base64.getUrlDecoder().decode(genuineClaim.substring(0, genuineClaim.indexOf('.')));
        return new String(owner, StandardCharsets.UTF_8);
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
