package dev.reelay.api.sse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.testing.Fuzz;

class LastEventIdFuzzTest {
    private static final long OTHERWISE = -1;

    @Test
    void idIsItsNumberOrRefused() {
        Fuzz.check("last-event-id", fuzz -> fuzz.space() + fuzz.number() + fuzz.space(), given -> {
            try {
                long id = LastEventId.parse("id", given, OTHERWISE);
                assertThat(id).isEqualTo(given.isBlank() ? OTHERWISE : Long.parseLong(given.strip()));
            } catch (ReelayException refused) {
                assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
            }
        });
    }
}
