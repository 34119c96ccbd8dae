package dev.reelay.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import dev.reelay.testing.Fuzz;

/** The parsers of this package, for tests in others. */
public final class AccessParsers {
    static final String SECRET = "sk-0123456789abcdef";
    static final String SUBJECT = "/v1/videos/video_1/content";
    static final Keyring KEYS = new Keyring();
    static final Tickets TICKETS = new Tickets("secret".getBytes(UTF_8), Duration.ofMinutes(15),
            () -> Instant.ofEpochSecond(1_700_000_000));
    static final String TICKET = TICKETS.issue("alice", SUBJECT).text();

    static {
        KEYS.addFixed(List.of(ApiKey.parse("alice:" + SECRET), ApiKey.parse("bob:sk-bob")));
    }

    private AccessParsers() {
    }

    /** Returns the parsers by what they parse. */
    public static Map<String, Consumer<String>> byName() {
        return Map.of("Authorization", KEYS::callerOf, "ticket", text -> TICKETS.ownerOf(text, SUBJECT));
    }

    /** Returns the look-up among so many keys, {@code sk-secret-of-key-0} and so on. */
    public static Consumer<String> lookup(int keys) {
        Keyring keyring = new Keyring();
        keyring.addFixed(
                IntStream.range(0, keys).mapToObj(number -> ApiKey.parse("key%1$d:sk-secret-of-key-%1$d".formatted(number)))
                        .toList());
        return keyring::callerOf;
    }

    static String authorization(Fuzz fuzz) {
        return fuzz.space() + fuzz.one("Bearer ", "bearer ", "BEARER  ", "Basic ", "", "Bearer") + fuzz.space()
                + fuzz.one(SECRET, SECRET, "sk-bob", "sk-" + fuzz.hex(16), "") + fuzz.space();
    }

    static String ticket(Fuzz fuzz) {
        String[] parts = TICKET.split("\\.");
        return fuzz.one(parts[0], parts[0], fuzz.hex(4), "") + "." + fuzz.one(parts[1], parts[1], fuzz.number()) + "."
                + fuzz.one(parts[2], parts[2], fuzz.hex(43), "");
    }
}
