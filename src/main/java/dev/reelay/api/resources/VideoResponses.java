package dev.reelay.api.resources;

import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.api.http.DurationParams;
import dev.reelay.api.wire.VideoRenderer;
import dev.reelay.pipeline.Pipeline;
import dev.reelay.progress.VideoSnapshot;
import dev.reelay.video.Video;

/** Makes responses with one video: waits as {@code Prefer} asks, and sets {@code openai-poll-after-ms}. */
@ApplicationScoped
class VideoResponses {
    private final VideoRenderer renderer;
    private final LongPolling waiting;
    private final Pipeline pipeline;

    VideoResponses(VideoRenderer renderer, LongPolling waiting, Pipeline pipeline) {
        this.renderer = renderer;
        this.waiting = waiting;
        this.pipeline = pipeline;
    }

    /** Returns the video as JSON. Without a wait, reuses the bytes that other requests have encoded. */
    Uni<Buffer> respond(VideoSnapshot snapshot, RoutingContext request) {
        Optional<Duration> wait = wait(request);
        if (wait.isEmpty()) {
            setPollAfter(snapshot.video(), request);
            return Uni.createFrom().item(renderer.representation(snapshot.video(), request.request()).json(snapshot));
        }
        return waiting.awaitTerminal(snapshot.video(), wait.get()).map(seen -> Json.encodeToBuffer(body(seen, request)));
    }

    Uni<Object> respond(Video video, RoutingContext request) {
        return wait(request).map(granted -> waiting.awaitTerminal(video, granted)).orElseGet(() -> Uni.createFrom().item(video))
                .map(seen -> body(seen, request));
    }

    Object body(Video video, RoutingContext request) {
        setPollAfter(video, request);
        return renderer.body(video, request.request());
    }

    private static Optional<Duration> wait(RoutingContext request) {
        Optional<Duration> wait = DurationParams.preferredWait(request.request().headers().getAll("Prefer"));
        wait.ifPresent(granted -> request.response().putHeader("Preference-Applied", "wait=" + granted.toSeconds()));
        return wait;
    }

    private void setPollAfter(Video video, RoutingContext request) {
        if (!video.isTerminal()) {
            request.response().putHeader("openai-poll-after-ms", String.valueOf(pipeline.pollInterval(video).toMillis()));
        }
    }
}
