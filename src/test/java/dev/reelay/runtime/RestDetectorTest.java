package dev.reelay.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class RestDetectorTest {
    private final RestDetector detector = new RestDetector(Duration.ofMillis(200), Duration.ofMillis(500));

    @Test
    void processRestsOnceAfterEachBusyTime() {
        assertThat(restsAfterWork(900)).isFalse();
        assertThat(restsAfterWork(1800)).isFalse();
        assertThat(restsAfterWork(2000)).isTrue();
        assertThat(restsAfterWork(2010)).isFalse();
        assertThat(restsAfterWork(9000)).isFalse();
        assertThat(restsAfterWork(9001)).isTrue();
    }

    @Test
    void littleWorkAddsUp() {
        assertThat(restsAfterWork(190)).isFalse();
        assertThat(restsAfterWork(380)).isFalse();
        assertThat(restsAfterWork(570)).isTrue();
        assertThat(restsAfterWork(760)).isFalse();
    }

    @Test
    void busyProcessDoesNotRest() {
        assertThat(restsAfterWork(700)).isFalse();
        assertThat(restsAfterWork(1400)).isFalse();
        assertThat(restsAfterWork(2100)).isFalse();
    }

    private boolean restsAfterWork(long millis) {
        return detector.restsAfterWork(Duration.ofMillis(millis));
    }
}
