package dev.reelay.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketsTest {
    private static final Duration VALIDITY = Duration.ofMinutes(15);
    private static final String SUBJECT = "/v1/videos/video_1/content";
    private static final String KEY = "key_00000000000000000000000000000001";
    private static final String ALICE = "alice.的 钥匙";

    private Instant now = Instant.ofEpochSecond(1_700_000_000, 900_000_000);
    private final Tickets tickets = new Tickets("secret".getBytes(UTF_8), VALIDITY, () -> now);

    @Test
    void validTicketReturnsItsOwner() {
        Ticket ticket = tickets.issue(ALICE, SUBJECT);

        assertThat(tickets.ownerOf(ticket.text(), SUBJECT)).contains(ALICE);
        assertThat(ticket.text()).matches("[A-Za-z0-9._-]+");
    }

    /** Nodes of version 0.1 issued this ticket to the key {@code alice}, whose owner is its name. */
    @Test
    void ticketOfOlderNodeIsValid() {
        assertThat(tickets.ownerOf("YWxpY2U.1700000900.oKDEnrsM9QoC8rFoFxvBY2bhHxAWZTiQ-gSzcOI8Uso", SUBJECT))
                .contains("alice");
    }

    @Test
    void ticketIsInvalidFromItsEnd() {
        Ticket ticket = tickets.issue(ALICE, SUBJECT);
        assertThat(ticket.validUntil()).isEqualTo(now.plus(VALIDITY));

        now = now.plus(VALIDITY).minusSeconds(1);
        assertThat(tickets.ownerOf(ticket.text(), SUBJECT)).contains(ALICE);
        now = now.plusSeconds(1);
        assertThat(tickets.ownerOf(ticket.text(), SUBJECT)).isEmpty();
    }

    @Test
    void ticketForOtherSubjectIsInvalid() {
        String ticket = tickets.issue(ALICE, SUBJECT).text();

        assertThat(tickets.ownerOf(ticket, "/v1/videos/video_1/events")).isEmpty();
        assertThat(tickets.ownerOf(ticket, "/v1/videos/video_2/content")).isEmpty();
        assertThat(tickets.ownerOf(ticket, SUBJECT + "/")).isEmpty();
    }

    @Test
    void ticketSignedWithOtherSecretIsInvalid() {
        Tickets others = new Tickets("guess".getBytes(UTF_8), VALIDITY, () -> now);

        assertThat(tickets.ownerOf(others.issue(ALICE, SUBJECT).text(), SUBJECT)).isEmpty();
    }

    @Test
    void ticketWithChangedEndOrOwnerIsInvalid() {
        String[] parts = tickets.issue(ALICE, SUBJECT).text().split("\\.");

        assertThat(tickets.ownerOf(parts[0] + ".9999999999." + parts[2], SUBJECT)).isEmpty();
        assertThat(tickets.ownerOf("Ym9i." + parts[1] + "." + parts[2], SUBJECT)).isEmpty();
    }

    @Test
    void ticketOfKeyReturnsItsKeyAndNoOwner() {
        Ticket ticket = tickets.issueForKey(KEY, SUBJECT);

        assertThat(tickets.keyOf(ticket.text(), SUBJECT)).contains(KEY);
        assertThat(tickets.ownerOf(ticket.text(), SUBJECT)).as("forged, for a node that knows no such tickets").isEmpty();
        assertThat(tickets.keyOf(tickets.issue(ALICE, SUBJECT).text(), SUBJECT)).isEmpty();
        assertThat(tickets.keyOf(ticket.text(), SUBJECT + "/")).isEmpty();
        assertThat(tickets.keyOf(ticket.text().replace("key_0", "key_1"), SUBJECT)).isEmpty();
        now = now.plus(VALIDITY);
        assertThat(tickets.keyOf(ticket.text(), SUBJECT)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", ".", "..", "...", "a.b.c", "sk-alice", "\u0000", "a.9999999999.", "!.9999999999.AAAA" })
    void malformedTicketIsInvalid(String text) {
        assertThat(tickets.ownerOf(text, SUBJECT)).isEmpty();
        assertThat(tickets.keyOf(text, SUBJECT)).isEmpty();
    }
}
