package dev.reelay.pipeline;

import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import dev.reelay.telemetry.VideoTraces;
import dev.reelay.upstream.Upstream;
import dev.reelay.upstream.dialect.Handle;
import dev.reelay.upstream.dialect.Submission;
import dev.reelay.upstream.dialect.UpstreamStatus;
import dev.reelay.video.Failure;
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
                () -> upstream.submit(video.job().account().orElseThrow(), video.id(), video.spec(), image), Submission::label);
    }

    /** Calls {@link Upstream#status} within a span. */
    Uni<UpstreamStatus> status(Video video) {
        return traces.call("poll", video,
                () -> upstream.status(video.job().account().orElseThrow(), new Handle(video.job().handle().orElseThrow())),
                UpstreamStatus::label);
    }

    /** Calls {@link Upstream#cancel}, if the provider can stop a video. */
    Uni<Void> cancel(Video video, Handle handle) {
        String account = video.job().account().orElseThrow();
        return upstream.canCancel(account) ? upstream.cancel(account, handle) : Uni.createFrom().voidItem();
    }

    /** Returns the failure of a running video that ends early, which says whether the video may be billed. */
    Failure early(Video video, Failure why) {
        return upstream.stopsCharging(video.job().account().orElseThrow()) ? why : why.unstoppable();
    }

    Duration pollInterval(Video video) {
        return upstream.pollInterval(video.job().account());
    }

    boolean idempotentCreates(Video video) {
        return upstream.idempotentCreates(video.job().account().orElseThrow());
    }
}
