package dev.reelay.pipeline;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import dev.reelay.async.PeriodicTask;
import dev.reelay.async.VertxContexts;
import dev.reelay.store.CancelQueue;
import dev.reelay.telemetry.VideoLog;
import dev.reelay.upstream.Upstream;
import dev.reelay.upstream.dialect.Handle;

/** Tells upstreams to stop the videos of the {@link CancelQueue}. An upstream that cannot be reached is asked again. */
@ApplicationScoped
class UpstreamCanceller {
    private static final Logger LOG = Logger.getLogger(UpstreamCanceller.class);
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration RETRY_DELAY = Duration.ofSeconds(10);

    private final CancelQueue queue;
    private final Upstream upstream;
    private final VertxContexts contexts;
    private final PeriodicTask task;

    UpstreamCanceller(CancelQueue queue, Upstream upstream, VertxContexts contexts, PipelineConfig config) {
        this.queue = queue;
        this.upstream = upstream;
        this.contexts = contexts;
        this.task = new PeriodicTask("Cancelling videos at the upstream", config.heartbeat(), this::drainQueue);
    }

    void onStart(@Observes StartupEvent event) {
        if (upstream.accounts().stream().anyMatch(upstream::canCancel)) {
            task.start();
        }
    }

    void onStop(@Observes ShutdownEvent event) {
        task.cancel();
    }

    /** Cancels one video after another until none is due. */
    private Uni<Void> drainQueue() {
        return Multi.createBy().repeating().uni(this::next).whilst(found -> found).onItem().ignoreAsUni();
    }

    private Uni<Boolean> next() {
        return contexts.run(() -> queue.claim(LEASE))
                .chain(found -> found.map(due -> cancel(due).replaceWith(true)).orElse(Uni.createFrom().item(false)));
    }

    private Uni<Void> cancel(CancelQueue.Task due) {
        return upstream.cancel(due.account(), new Handle(due.handle()))
                .onItem().invoke(done -> VideoLog.withVideo(due.id(), () -> LOG.infof("The upstream stopped %s", due.id())))
                .onFailure().invoke(failure -> VideoLog.withVideo(due.id(),
                        () -> LOG.infof("The upstream did not stop %s: %s", due.id(), failure)))
                .onItemOrFailure()
                .transformToUni((done, failure) -> contexts
                        .run(() -> failure == null ? queue.done(due.id()) : queue.retry(due.id(), RETRY_DELAY)));
    }
}
