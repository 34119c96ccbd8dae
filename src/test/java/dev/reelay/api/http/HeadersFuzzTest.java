package dev.reelay.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.testing.Fuzz;

class HeadersFuzzTest {
    private static final String[] TYPES = { "application/json", "text/event-stream" };

    @Test
    void qualitiesAreSharesAndThePreferredTypeIsOffered() {
        Fuzz.check("accept", HeadersFuzzTest::accept, header -> {
            AcceptHeader accept = AcceptHeader.of(List.of(header));
            assertThat(accept.ranges()).allSatisfy(range -> assertThat(range.quality()).isBetween(0.0, 1.0));
            accept.preferred(TYPES).ifPresent(type -> assertThat(TYPES).contains(type));
        });
    }

    @Test
    void waitIsWithinItsLimits() {
        Fuzz.check("prefer", HeadersFuzzTest::prefer, header -> DurationParams.preferredWait(List.of(header))
                .ifPresent(wait -> assertThat(wait.toSeconds()).isBetween(0L, (long) DurationParams.LONGEST_WAIT)));
    }

    @Test
    void durationIsItsNumberOrRefused() {
        Fuzz.check("duration", Fuzz::number, given -> {
            try {
                DurationParams.queriedWait(Optional.of(given))
                        .ifPresent(wait -> assertThat(wait.toSeconds()).isEqualTo(Long.parseLong(given))
                                .isBetween(0L, (long) DurationParams.LONGEST_WAIT));
                DurationParams.deadline(Optional.of(given), Optional.empty())
                        .ifPresent(deadline -> assertThat(deadline.toSeconds()).isEqualTo(Long.parseLong(given))
                                .isBetween(1L, (long) DurationParams.LONGEST_DEADLINE));
            } catch (ReelayException refused) {
                assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
            }
        });
    }

    private static String accept(Fuzz fuzz) {
        return fuzz.some(0, 5, ",", each -> each.space()
                + each.one("application/json", "text/event-stream", "text/*", "*/*", "application/*", "image/png")
                + each.some(0, 2, "", range -> range.space() + ";" + range.space()
                        + range.one("q=", "Q=", "q = ", "level=")
                        + range.one("0", "1", "0.5", "0.001", "1.000", range.number())));
    }

    private static String prefer(Fuzz fuzz) {
        return fuzz.some(0, 4, fuzz.one(",", ";"), each -> each.space()
                + each.one("wait", "Wait", "respond-async", "return=minimal", "waits") + each.space()
                + each.one("=", "=", "", "= ") + each.one(each.number(), "\"" + each.number() + "\""));
    }
}
