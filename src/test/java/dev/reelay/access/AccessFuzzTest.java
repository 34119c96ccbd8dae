package dev.reelay.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import dev.reelay.testing.Fuzz;

class AccessFuzzTest {
    @Test
    void onlyACompleteSecretIsAuthorized() {
        Fuzz.check("authorization", AccessParsers::authorization, header -> AccessParsers.KEYS.callerOf(header)
                .ifPresent(caller -> assertThat(header.strip())
                        .endsWith(caller.owner().equals("alice") ? AccessParsers.SECRET : "sk-bob")));
    }

    @Test
    void onlyTheIssuedTicketIsValid() {
        Fuzz.check("ticket", AccessParsers::ticket,
                ticket -> assertThat(AccessParsers.TICKETS.ownerOf(ticket, AccessParsers.SUBJECT).isPresent())
                        .isEqualTo(ticket.equals(AccessParsers.TICKET)));
    }
}
