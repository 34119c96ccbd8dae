package dev.reelay.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import dev.reelay.error.ErrorCode;
import dev.reelay.upstream.NoPermit;
import dev.reelay.upstream.Upstream;
import dev.reelay.upstream.UpstreamStatus;
import dev.reelay.upstream.UpstreamStatus.Completed;
import dev.reelay.upstream.UpstreamStatus.Failed;
import dev.reelay.upstream.UpstreamStatus.Running;
import dev.reelay.video.Failure;
import dev.reelay.video.FreshContext;
import dev.reelay.video.Lease;
import dev.reelay.video.Video;

/** Asks the upstream about a running video until it is settled. A poll that fails is a poll less, never a failed video. */
@ApplicationScoped
class Poller {
    static final Failure TOO_LATE = new Failure(ErrorCode.GENERATION_TIMEOUT,
            "The video was not ready before its deadline");

    private static final Logger LOG = Logger.getLogger(Poller.class);

    private final Upstream upstream;
    private final Ledger ledger;
    private final FreshContext contexts;
    private final WorkInHand work;
    private final MeterRegistry metrics;

    Poller(Upstream upstream, Ledger ledger, FreshContext contexts, WorkInHand work, MeterRegistry metrics) {
        this.upstream = upstream;
        this.ledger = ledger;
        this.contexts = contexts;
        this.work = work;
        this.metrics = metrics;
    }

    /** @param takenOver it ran before this node led it: many such may come at once, and must not be polled all at once */
    Uni<Video> untilSettled(Lease lease, Video running, boolean takenOver, BooleanSupplier timeIsUp) {
        AtomicReference<Video> latest = new AtomicReference<>(running);
        Duration interval = upstream.pollInterval();
        return Multi.createFrom().ticks().startingAfter(takenOver ? within(interval) : interval).every(interval)
                .onOverflow().drop() // a slow poll skips ticks
                .onItem().transformToUniAndConcatenate(
                        tick -> work.track(() -> refresh(lease, latest.get(), timeIsUp)).invoke(latest::set))
                .select().where(Video::isSettled)
                .toUni();
    }

    private Uni<Video> refresh(Lease lease, Video video, BooleanSupplier timeIsUp) {
        // Read before asking: the answer that comes after the deadline is the last look.
        boolean last = timeIsUp.getAsBoolean();
        return ask(video)
                .map(answer -> after(video, answer, last))
                .chain(next -> next.equals(video) ? ledger.confirm(lease, video) : ledger.save(lease, video, next))
                .onFailure(NoPermit.class).recoverWithItem(video);
    }

    /** A context for each request: the REST client chains those of requests that follow one another on the same one. */
    private Uni<Optional<UpstreamStatus>> ask(Video video) {
        return contexts.run(() -> upstream.status(video.account().orElseThrow(), video.upstreamId().orElseThrow()))
                .map(Optional::of)
                .onFailure().invoke(failure -> toldNothing(video, failure))
                .onFailure(Poller::wasAsked).recoverWithItem(Optional.empty());
    }

    /** Without a permit nothing was asked; that is how polls make room for creates, and it is no last look either. */
    private void toldNothing(Video video, Throwable failure) {
        boolean asked = wasAsked(failure);
        LOG.logf(asked ? Level.INFO : Level.DEBUG, "A poll of %s told nothing: %s", video.id(), failure);
        metrics.counter("reelay.pipeline.polls.without.news", "reason", asked ? "upstream" : "budget").increment();
    }

    private static boolean wasAsked(Throwable failure) {
        return !(failure instanceof NoPermit);
    }

    private static Duration within(Duration interval) {
        return Duration.ofNanos(ThreadLocalRandom.current().nextLong(interval.toNanos()) + 1);
    }

    private static Video after(Video video, Optional<UpstreamStatus> answer, boolean last) {
        if (answer.isPresent() && answer.get() instanceof Completed completed) {
            return video.completed(completed.expiresAt());
        }
        if (answer.isPresent() && answer.get() instanceof Failed failed) {
            return video.failed(failed.why());
        }
        if (last) {
            return video.failed(TOO_LATE);
        }
        return answer.isPresent() && answer.get() instanceof Running running ? video.progressed(running.progress()) : video;
    }
}
