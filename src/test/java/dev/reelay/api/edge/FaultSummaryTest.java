package dev.reelay.api.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class FaultSummaryTest {
    private long now = Long.MAX_VALUE - 10; // the clock of a JVM may overflow
    private final FaultSummary summary = new FaultSummary(() -> now);

    @Test
    void firstFaultIsLogged() {
        assertThat(Stream.of(ClientFault.values()).map(summary::count)).allSatisfy(times -> assertThat(times).contains(1L));
    }

    @Test
    void furtherFaultsAreSummedUpOnceAMinute() {
        assertThat(summary.count(ClientFault.BAD_KEY)).contains(1L);
        for (int i = 0; i < 1000; i++) {
            assertThat(summary.count(ClientFault.BAD_KEY)).isEmpty();
        }

        now += Duration.ofMinutes(1).toNanos();
        assertThat(summary.count(ClientFault.BAD_KEY)).contains(1001L);
        assertThat(summary.count(ClientFault.BAD_KEY)).isEmpty();
    }

    @Test
    void kindsAreCountedApart() {
        assertThat(summary.count(ClientFault.BAD_KEY)).contains(1L);

        assertThat(summary.count(ClientFault.MALFORMED)).contains(1L);
    }
}
