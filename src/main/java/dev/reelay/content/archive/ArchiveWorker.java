package dev.reelay.content.archive;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;

import org.jboss.logging.Logger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServerStart;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import dev.reelay.async.FailureLog;
import dev.reelay.async.PeriodicTask;
import dev.reelay.async.VertxContexts;
import dev.reelay.content.archive.ArchiveStorage.UnavailableException;
import dev.reelay.store.ArchiveQueue;

/**
 * Claims completed videos from the queue and fetches them into the archive, each on one node. A failed fetch does not
 * change the status of its video: the content then comes from the upstream, until it expires there.
 */
@ApplicationScoped
class ArchiveWorker {
    private static final Logger LOG = Logger.getLogger(ArchiveWorker.class);
    /** The number of concurrent fetches on this node. */
    private static final int WORKERS = 2;
    /** The lease of a fetch. A longer fetch may run a second time, and both may succeed. */
    static final Duration LEASE = Duration.ofMinutes(10);

    private final ArchiveConfig config;
    private final ArchiveFetcher fetch;
    private final ArchiveQueue queue;
    private final VertxContexts contexts;
    private final FetchResultHandler outcome;
    private final FailureLog storage = new FailureLog(LOG, "Storing videos in the archive");
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile long pausedUntil = System.nanoTime();
    private final Uni<Void> prepared;
    private final List<PeriodicTask> workers;

    ArchiveWorker(ArchiveConfig config, ArchiveFetcher fetch, ArchiveQueue queue, VertxContexts contexts,
            FetchResultHandler outcome) {
        this.config = config;
        this.fetch = fetch;
        this.queue = queue;
        this.contexts = contexts;
        this.outcome = outcome;
        this.prepared = prepare().memoize().indefinitely();
        this.workers = Stream.generate(() -> new PeriodicTask("Processing of the archive queue", config.pollInterval(),
                () -> prepared.chain(this::drainQueue))).limit(WORKERS).toList();
    }

    /** Starts once the HTTP server listens, because the sandbox of this process may be the upstream. */
    void onListening(@ObservesAsync HttpServerStart event) {
        if (config.kind() != ArchiveConfig.Kind.NONE && started.compareAndSet(false, true)) {
            workers.forEach(PeriodicTask::start);
        }
    }

    void onStop(@Observes ShutdownEvent event) {
        workers.forEach(PeriodicTask::cancel);
    }

    private Uni<Void> prepare() {
        return Uni.createFrom().completionStage(() -> fetch.prepare().toCompletionStage())
                .onFailure().invoke(failure -> LOG.warnf("Preparing the archive's directory failed: %s", failure.getMessage()))
                .onFailure().recoverWithNull();
    }

    /** Fetches one video after another until none is due. */
    private Uni<Void> drainQueue() {
        return Multi.createBy().repeating().uni(this::next).whilst(found -> found).onItem().ignoreAsUni();
    }

    /** Claims nothing for a while after a failure of the storage, because each further fetch would fail as well. */
    private Uni<Boolean> next() {
        if (System.nanoTime() - pausedUntil < 0) {
            return Uni.createFrom().item(false);
        }
        return contexts.run(() -> queue.claim(LEASE))
                .chain(order -> order.map(due -> archive(due).replaceWith(true)).orElse(Uni.createFrom().item(false)));
    }

    private void pause(Throwable failure) {
        pausedUntil = System.nanoTime() + config.retryDelay().toNanos();
        storage.failed(failure);
    }

    private Uni<Void> archive(ArchiveQueue.Task order) {
        return contexts.run(() -> fetch.fetch(order.video()))
                .invoke(storage::succeeded)
                .onFailure(UnavailableException.class).invoke(this::pause)
                .chain(bytes -> contexts.run(() -> outcome.onStored(order.video().id(), bytes)))
                .onFailure().recoverWithUni(failure -> contexts.run(() -> outcome.onFailed(order, failure)));
    }
}
