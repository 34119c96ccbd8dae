package dev.reelay.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.reelay.model.TestModels;
import dev.reelay.video.Cost;
import dev.reelay.video.Progress;
import dev.reelay.video.Video;
import dev.reelay.video.VideoId;
import dev.reelay.video.VideoSpec;
import dev.reelay.video.VideoStatus;

class VideoLabelsTest {
    private final VideoLabels labels = new VideoLabels(TestModels.builtIn("sora-2", "veo-3.1"));

    @ParameterizedTest
    @CsvSource({ "f,veo-3.1,f,fal,veo-3.1", ",veo-3.1,none,none,veo-3.1", "removed,veo-3.1,other,other,veo-3.1",
            "g,removed,g,gemini,other" })
    void valuesAreFromTheConfigurationAndTheCatalogue(String account, String model, String expectedAccount, String dialect,
            String expectedModel) {
        assertThat(labels.of(video(Optional.ofNullable(account), model)))
                .isEqualTo(Map.of("account", expectedAccount, "dialect", dialect, "model", expectedModel));
    }

    @Test
    void eachAccountHasTheModelsOfItsDialect() {
        assertThat(labels.all()).containsExactlyInAnyOrder(
                Map.of("account", "f", "dialect", "fal", "model", "sora-2"),
                Map.of("account", "f", "dialect", "fal", "model", "veo-3.1"),
                Map.of("account", "g", "dialect", "gemini", "model", "sora-2"),
                Map.of("account", "g", "dialect", "gemini", "model", "veo-3.1"));
    }

    private static Video video(Optional<String> account, String model) {
        return new Video(VideoId.random(), "alice", 2, VideoStatus.IN_PROGRESS, Progress.NONE,
                new VideoSpec("a dog", model, "1280x720", "8"), Optional.empty(),
                new Video.Times(Instant.now(), Optional.empty()), Optional.empty(),
                new Video.UpstreamJob(account, Optional.empty(), Optional.empty(), Optional.empty()), Optional.empty(),
                Cost.NONE, Optional.empty(), Optional.empty());
    }
}
