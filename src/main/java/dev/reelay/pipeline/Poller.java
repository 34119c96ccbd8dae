package dev.reelay.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import dev.reelay.async.VertxContexts;
import dev.reelay.error.ErrorCode;
import dev.reelay.telemetry.VideoLog;
import dev.reelay.upstream.dialect.UpstreamStatus;
import dev.reelay.upstream.dialect.UpstreamStatus.Completed;
import dev.reelay.upstream.dialect.UpstreamStatus.Failed;
import dev.reelay.upstream.dialect.UpstreamStatus.Running;
import dev.reelay.video.Failure;
import dev.reelay.video.Lease;
import dev.reelay.video.Progress;
import dev.reelay.video.Video;

/** Polls the status of a running video at the upstream until the video is terminal. A failed poll never fails the video. */
@ApplicationScoped
class Poller {
    static final Failure DEADLINE_EXCEEDED = new Failure(ErrorCode.GENERATION_TIMEOUT,
            "The video was not ready before its deadline");

    private static final Logger LOG = Logger.getLogger(Poller.class);

    private final TracedUpstream upstream;
    private final RetryingVideoStore store;
    private final VertxContexts contexts;
    private final ProgressEstimator estimator;
    private final Counter failedPolls;

    Poller(TracedUpstream upstream, RetryingVideoStore store, VertxContexts contexts, ProgressEstimator estimator,
            MeterRegistry metrics) {
        this.estimator = estimator;
        this.upstream = upstream;
        this.store = store;
        this.contexts = contexts;
        this.failedPolls = Counter.builder("reelay.pipeline.polls.failed")
                .description("Status polls by this node that failed").register(metrics);
    }

    /** Polls at the configured interval; emits the terminal video, or fails if the lease is lost. */
    Uni<Video> pollUntilTerminal(TrackedVideo running) {
        Duration interval = running.pollInterval();
        // A takeover may have many videos; the jitter spreads their polls over the interval.
        return Multi.createFrom().ticks().startingAfter(running.takenOver() ? jitter(interval) : interval).every(interval)
                .onOverflow().drop() // a slow poll skips ticks
                .onItem().transformToUniAndConcatenate(tick -> contexts.runUncancellable(() -> refresh(running)))
                .select().where(Video::isTerminal)
                .toUni();
    }

    /** Polls once. Reads the row first, so that a node that lost its lease does not poll the upstream. */
    private Uni<Video> refresh(TrackedVideo running) {
        // Read before the poll: a response that arrives after the deadline still counts, and is the last one.
        boolean last = running.deadlinePassed().getAsBoolean();
        return store.find(running.lease()).chain(video -> ask(video)
                .chain(response -> nextStep(video, running, response, last))
                .chain(next -> store(running.lease(), video, next)));
    }

    private Uni<Video> store(Lease lease, Video video, Video next) {
        if (next.equals(video)) {
            return Uni.createFrom().item(video);
        }
        Failure missed = upstream.early(video, DEADLINE_EXCEEDED);
        return next.failure().equals(Optional.of(missed)) ? store.abandon(lease, video, missed)
                : store.save(lease, video, next);
    }

    private Uni<Optional<UpstreamStatus>> ask(Video video) {
        return upstream.status(video)
                .map(Optional::of)
                .onFailure().invoke(failure -> logFailedPoll(video, failure))
                .onFailure().recoverWithItem(Optional.empty());
    }

    private void logFailedPoll(Video video, Throwable failure) {
        VideoLog.withVideo(video.id(), () -> LOG.infof("Status poll of %s failed: %s", video.id(), failure));
        failedPolls.increment();
    }

    private static Duration jitter(Duration interval) {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(interval.toMillis()) + 1);
    }

    private Uni<Video> nextStep(Video video, TrackedVideo tracked, Optional<UpstreamStatus> response, boolean last) {
        if (response.isPresent() && response.get() instanceof Completed completed) {
            return Uni.createFrom().item(video.completed(completed.location().url(), completed.expiresAt())
                    .charged(completed.charge()));
        }
        if (response.isPresent() && response.get() instanceof Failed failed) {
            return Uni.createFrom().item(video.failed(failed.why()).charged(failed.charge()));
        }
        if (last) {
            return Uni.createFrom().item(video.failed(upstream.early(video, DEADLINE_EXCEEDED)));
        }
        return response.isPresent() && response.get() instanceof Running running
                ? running.progress().map(percent -> Uni.createFrom().item(Optional.of(Progress.stated(percent))))
                        .orElseGet(() -> estimator.estimate(video, tracked.acceptedAt()))
                        .map(progress -> progress.map(video::progressed).orElse(video))
                : Uni.createFrom().item(video);
    }
}
