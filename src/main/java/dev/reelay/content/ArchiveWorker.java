package dev.reelay.content;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;

import org.jboss.logging.Logger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServerStart;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;

import dev.reelay.video.ArchiveOrder;
import dev.reelay.video.ArchiveQueue;
import dev.reelay.video.VertxContexts;

/**
 * Fetches completed videos into the archive, each once, on whatever node. It never fails a video: one that cannot be
 * archived is passed through for as long as the upstream has it.
 */
@ApplicationScoped
class ArchiveWorker {
    private static final Logger LOG = Logger.getLogger(ArchiveWorker.class);
    /** Videos at once on this node. */
    private static final int WORKERS = 2;
    /** A fetch that takes longer is begun a second time; both may end well. */
    static final Duration LEASE = Duration.ofMinutes(10);

    private final ArchiveConfig config;
    private final ArchiveFetcher fetch;
    private final ArchiveQueue queue;
    private final VertxContexts contexts;
    private final FetchResultHandler outcome;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile Cancellable heartbeat = () -> {
    };

    ArchiveWorker(ArchiveConfig config, ArchiveFetcher fetch, ArchiveQueue queue, VertxContexts contexts,
            FetchResultHandler outcome) {
        this.config = config;
        this.fetch = fetch;
        this.queue = queue;
        this.contexts = contexts;
        this.outcome = outcome;
    }

    /** Not before this program listens: its own sandbox may be the upstream. */
    void onListening(@ObservesAsync HttpServerStart event) {
        if (config.kind() != ArchiveConfig.Kind.NONE && started.compareAndSet(false, true)) {
            heartbeat = prepared()
                    .onItem().transformToMulti(ready -> Multi.createFrom().ticks().every(config.pollInterval())
                            .onOverflow().drop())
                    .onItem().transformToUni(tick -> drainQueue()).merge(WORKERS)
                    .subscribe().with(done -> LOG.trace("nothing more is due"));
        }
    }

    void onStop(@Observes ShutdownEvent event) {
        heartbeat.cancel();
    }

    private Uni<Void> prepared() {
        return Uni.createFrom().completionStage(() -> fetch.prepare().toCompletionStage())
                .onFailure().invoke(failure -> LOG.warnf("The archive's folder is not usable: %s", failure.getMessage()))
                .onFailure().recoverWithNull();
    }

    /** One video after the other, until none is due. */
    private Uni<Void> drainQueue() {
        return Multi.createBy().repeating().uni(this::next).whilst(found -> found).onItem().ignoreAsUni()
                .onFailure().invoke(failure -> LOG.warnf("Cannot look for videos to archive: %s", failure.getMessage()))
                .onFailure().recoverWithNull();
    }

    private Uni<Boolean> next() {
        return contexts.run(() -> queue.claim(LEASE))
                .chain(order -> order.map(due -> archive(due).replaceWith(true)).orElse(Uni.createFrom().item(false)));
    }

    private Uni<Void> archive(ArchiveOrder order) {
        return contexts.run(() -> fetch.fetch(order.video()))
                .chain(bytes -> contexts.run(() -> outcome.onStored(order.video().id(), bytes)))
                .onFailure().recoverWithUni(failure -> contexts.run(() -> outcome.onFailed(order, failure)));
    }
}
