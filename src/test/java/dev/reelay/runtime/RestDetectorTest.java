package dev.reelay.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

class RestDetectorTest {
    private final RestDetector detector = new RestDetector(Duration.ofMillis(500));

    @Test
    void processComesToRestOnceAfterEachBusyTime() {
        assertThat(detector.comesToRest(Duration.ofMillis(900))).isFalse();
        assertThat(detector.comesToRest(Duration.ofMillis(1800))).isFalse();
        assertThat(detector.comesToRest(Duration.ofMillis(2300))).isTrue();
        assertThat(detector.comesToRest(Duration.ofMillis(2310))).isFalse();
        assertThat(detector.comesToRest(Duration.ofMillis(9000))).isFalse();
        assertThat(detector.comesToRest(Duration.ofMillis(9001))).isTrue();
    }

    @Test
    void processThatWasNeverBusyDoesNotComeToRest() {
        assertThat(detector.comesToRest(Duration.ofMillis(400))).isFalse();
        assertThat(detector.comesToRest(Duration.ofMillis(800))).isFalse();
    }
}
