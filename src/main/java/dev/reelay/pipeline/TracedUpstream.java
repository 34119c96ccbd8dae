package dev.reelay.pipeline;

import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import dev.reelay.trace.VideoTraces;
import dev.reelay.upstream.Submission;
import dev.reelay.upstream.Upstream;
import dev.reelay.upstream.UpstreamStatus;
import dev.reelay.video.ReferenceImage;
import dev.reelay.video.Video;

/** What the upstream is asked for a video, by the account that has it; each time as a span of the video's trace. */
@ApplicationScoped
class TracedUpstream {
    private final Upstream upstream;
    private final VideoTraces traces;

    TracedUpstream(Upstream upstream, VideoTraces traces) {
        this.upstream = upstream;
        this.traces = traces;
    }

    /** As {@link Upstream#submit}. */
    Uni<Submission> submit(Video video, Optional<ReferenceImage> image) {
        return traces.call("submit", video,
                () -> upstream.submit(video.account().orElseThrow(), video.id(), video.spec(), image), Submission::label);
    }

    /** As {@link Upstream#status}. */
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
