package dev.reelay.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import dev.reelay.error.ErrorCode;

class VideoMetricsTest {
    @ParameterizedTest
    @EnumSource
    void errorCodeOfApiIsItsOwnReason(ErrorCode code) {
        assertThat(VideoMetrics.reason(Optional.of(code.wireName()))).isEqualTo(code.wireName());
    }

    @Test
    void codesOfUpstreamShareOneReason() {
        assertThat(VideoMetrics.reason(Optional.of("moderation_blocked_7f3a"))).isEqualTo("upstream");
    }

    @Test
    void completedVideoHasNoReason() {
        assertThat(VideoMetrics.reason(Optional.empty())).isEqualTo("none");
    }
}
