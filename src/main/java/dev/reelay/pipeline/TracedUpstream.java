package dev.reelay.pipeline;

import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import dev.reelay.telemetry.VideoTraces;
import dev.reelay.upstream.Upstream;
import dev.reelay.upstream.dialect.Submission;
import dev.reelay.upstream.dialect.UpstreamStatus;
import dev.reelay.video.ReferenceImage;
import dev.reelay.video.Video;

/** Sends the upstream requests of a video through the video's account. Each request is a span of the video's trace. */
@ApplicationScoped
class TracedUpstream {
    private final Upstream upstream;
    private final VideoTraces traces;

    TracedUpstream(Upstream upstream, VideoTraces traces) {
        this.upstream = upstream;
        this.traces = traces;
    }

    /** Calls {@link Upstream#submit} within a span. */
    Uni<Submission> submit(Video video, Optional<ReferenceImage> image) {
        return traces.call("submit", video,
                () -> upstream.submit(video.account().orElseThrow(), video.id(), video.spec(), image), Submission::label);
    }

    /** Calls {@link Upstream#status} within a span. */
    Uni<UpstreamStatus> status(Video video) {
        return traces.call("poll", video,
                () -> upstream.status(video.account().orElseThrow(), video.upstreamId().orElseThrow()), UpstreamStatus::label);
    }

    Duration pollInterval() {
        return upstream.pollInterval();
    }

    boolean idempotentCreates() {
        return upstream.idempotentCreates();
    }
}
