package dev.reelay.api.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.vertx.core.json.JsonObject;

import dev.reelay.progress.VideoSnapshot;
import dev.reelay.video.Cost;
import dev.reelay.video.Progress;
import dev.reelay.video.Video;
import dev.reelay.video.Video.Times;
import dev.reelay.video.Video.UpstreamJob;
import dev.reelay.video.VideoId;
import dev.reelay.video.VideoSpec;
import dev.reelay.video.VideoStatus;

/** Checks that a video can be rendered in each format without an HTTP request. */
class VideoRepresentationTest {
    private static final Instant EXPIRY = Instant.ofEpochSecond(1_700_000_000);
    private static final VideoId ID = VideoId.of("video_" + "1".repeat(32));
    private static final Video WAITING = new Video(ID, "alice", 1, VideoStatus.SUBMITTED, Progress.NONE,
            new VideoSpec("a dog", "sora-2", "1280x720", "10"), Optional.empty(),
            new Times(EXPIRY.minusSeconds(60), Optional.empty()), Optional.empty(), UpstreamJob.NONE, Optional.empty(),
            Cost.NONE, Optional.empty(),
            Optional.empty());
    private static final Video COMPLETED = new Video(ID, "alice", 3, VideoStatus.COMPLETED, new Progress(100, false),
            WAITING.spec(), Optional.empty(), new Times(WAITING.times().created(), Optional.of(EXPIRY.minusSeconds(30))),
            Optional.empty(), new UpstreamJob(Optional.of("default"), Optional.of("up_1"), Optional.empty(), Optional.empty()),
            Optional.empty(), Cost.NONE, Optional.empty(), Optional.empty());

    @Test
    void baseFormatHasItsStatusWord() {
        assertThat(rendered(ResponseFormat.MANUAL, WAITING).getString("status")).isEqualTo("submitted");
    }

    @Test
    void openAiFormatHasItsStatusWordAndObject() {
        assertThat(rendered(ResponseFormat.OPENAI, WAITING).getString("status")).isEqualTo("queued");
        assertThat(rendered(ResponseFormat.OPENAI, WAITING).getString("object")).isEqualTo("video");
    }

    @Test
    void completedVideoHasUrlBelowBaseUrl() {
        for (ResponseFormat format : ResponseFormat.values()) {
            JsonObject body = rendered(format, COMPLETED);
            assertThat(body.getString("url")).isEqualTo("https://video.example.com/v1/videos/" + ID + "/content");
            assertThat(body.getLong("expires_at")).isEqualTo(EXPIRY.getEpochSecond());
        }
    }

    @Test
    void webhookHasUrlBelowPublicUrlOrPath() {
        String path = "/v1/videos/" + ID + "/content";

        assertThat(payload(Optional.of(URI.create("https://reelay.example/"))).getString("url"))
                .isEqualTo("https://reelay.example" + path);
        assertThat(payload(Optional.empty()).getString("url")).isEqualTo(path);
    }

    private static JsonObject payload(Optional<URI> publicUrl) {
        return new VideoRenderer(() -> publicUrl, known -> Optional.of(EXPIRY)).payload(COMPLETED);
    }

    private static JsonObject rendered(ResponseFormat format, Video video) {
        return new VideoRepresentation(format, "https://video.example.com", known -> Optional.of(EXPIRY))
                .json(new VideoSnapshot(video.version(), video)).toJsonObject();
    }
}
