package dev.reelay.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;

import io.opentelemetry.api.trace.SpanContext;

import dev.reelay.video.VideoId;

class TraceIdsTest {
    private static final VideoId ID = VideoId.of("video_42103067c2ebfa8bb77b2d22ac6fbdfa");

    @Test
    void traceIdEqualsHexOfVideoId() {
        assertThat(TraceIds.rootContext(ID).getTraceId()).isEqualTo("42103067c2ebfa8bb77b2d22ac6fbdfa");
    }

    @Test
    void rootContextIsEqualOnAllNodes() {
        assertThat(TraceIds.rootContext(ID)).isEqualTo(TraceIds.rootContext(VideoId.of(ID.value())));
        assertThat(TraceIds.rootContext(ID).isValid()).isTrue();
        assertThat(TraceIds.rootContext(ID).isSampled()).isTrue();
    }

    @Test
    void spanIdIsTakenFromFirstDigitsIfLastAreZero() {
        SpanContext root = TraceIds.rootContext(VideoId.of("video_" + "42103067c2ebfa8b" + "0".repeat(16)));

        assertThat(root.getSpanId()).isEqualTo("42103067c2ebfa8b");
    }

    @Test
    void videoIdOfZerosHasNoTrace() {
        VideoId zeros = VideoId.of("video_" + "0".repeat(32));

        assertThat(TraceIds.has(zeros)).isFalse();
        assertThat(TraceIds.has(ID)).isTrue();
    }

    @Test
    void headersArePercentDecoded() {
        assertThat(OtlpSender.headers("api-key=a%20b+c=d, x-tenant=7"))
                .isEqualTo(Map.of("api-key", "a b+c=d", "x-tenant", "7"));
        assertThat(OtlpSender.headers("")).isEmpty();
    }
}
