package dev.reelay.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import dev.reelay.model.TestModels;
import dev.reelay.video.Cost;
import dev.reelay.video.Progress;
import dev.reelay.video.Video;
import dev.reelay.video.VideoId;
import dev.reelay.video.VideoSpec;
import dev.reelay.video.VideoStatus;

class CostMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void ownersAreNoLabelUnlessAskedFor() {
        count(false, VideoStatus.COMPLETED, "0.80");
        count(false, VideoStatus.COMPLETED, "0.50");

        assertThat(registry.get("reelay.videos.cost").counters()).singleElement().satisfies(counter -> {
            assertThat(counter.count()).isEqualTo(1.3);
            assertThat(counter.getId().getTag("owner")).isNull();
            assertThat(counter.getId().getTag("model")).isEqualTo("veo-3.1");
        });
    }

    @Test
    void ownerIsALabelIfAskedFor() {
        count(true, VideoStatus.COMPLETED, "0.80");

        assertThat(registry.get("reelay.videos.cost").tag("owner", "alice").counter().count()).isEqualTo(0.8);
    }

    @Test
    void priceOfAnOpenVideoIsNoCost() {
        count(false, VideoStatus.IN_PROGRESS, "0.80");

        assertThat(registry.find("reelay.videos.cost").counters()).isEmpty();
    }

    private void count(boolean ownerLabel, VideoStatus status, String usd) {
        var metrics = new CostMetrics(() -> ownerLabel, new VideoLabels(TestModels.builtIn("sora-2", "veo-3.1")), registry);
        metrics.onStep(new Video(VideoId.random(), "alice", 2, status, Progress.NONE,
                new VideoSpec("a dog", "veo-3.1", "1280x720", "8"), Optional.empty(),
                new Video.Times(Instant.now(), Optional.empty()), Optional.empty(), Video.UpstreamJob.NONE, Optional.empty(),
                new Cost(Optional.of(new BigDecimal(usd)), Optional.empty(), Optional.empty()), Optional.empty(),
                Optional.empty()), Duration.ZERO);
    }
}
