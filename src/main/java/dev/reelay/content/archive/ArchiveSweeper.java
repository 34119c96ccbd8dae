package dev.reelay.content.archive;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import dev.reelay.async.PeriodicTask;
import dev.reelay.async.SingleFlight;
import dev.reelay.async.VertxContexts;
import dev.reelay.content.archive.ArchiveStorage.Entry;
import dev.reelay.store.ArchiveQueue;
import dev.reelay.video.VideoId;

/**
 * Removes orphaned, expired and excess files from the archive. It lists the storage itself, so that it also finds files that
 * a crash or another node left.
 */
@ApplicationScoped
class ArchiveSweeper {
    private static final Logger LOG = Logger.getLogger(ArchiveSweeper.class);
    private static final int ASKED_AT_ONCE = 1000;

    private final ArchiveConfig config;
    private final ArchiveStorage archive;
    private final ArchiveQueue queue;
    private final VertxContexts contexts;
    private final ArchiveMetrics events;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong files = new AtomicLong();
    /** False before the first sweep, when the files of an earlier run are not counted yet. */
    private volatile boolean counted;
    /** Further triggers during a sweep start one sweep after it. */
    private final SingleFlight<Void> sweep = new SingleFlight<>(this::sweep);
    private final PeriodicTask sweeps;

    ArchiveSweeper(ArchiveConfig config, ArchiveStorage archive, ArchiveQueue queue, VertxContexts contexts,
            ArchiveMetrics events) {
        this.config = config;
        this.archive = archive;
        this.queue = queue;
        this.contexts = contexts;
        this.events = events;
        this.sweeps = new PeriodicTask("Sweep of the archive", config.sweepInterval(),
                () -> Uni.createFrom().completionStage(sweep::request));
    }

    void onStart(@Observes StartupEvent event) {
        if (config.kind() != ArchiveConfig.Kind.NONE) {
            sweeps.startAfter(config.sweepInterval());
        }
    }

    /** Adds a stored file to the totals, and starts a sweep if they exceed the limit or are not known yet. */
    void stored(long added) {
        events.setContents(files.incrementAndGet(), bytes.addAndGet(added));
        if (bytes.get() > config.maxSize().asLongValue() || !counted) {
            sweep.request();
        }
    }

    void onStop(@Observes ShutdownEvent event) {
        sweeps.cancel();
    }

    private Uni<Void> sweep() {
        return contexts.run(() -> Uni.createFrom().completionStage(archive.entries().toCompletionStage()))
                .chain(entries -> known(entries).chain(known -> evict(entries, known)))
                .onFailure().invoke(failure -> LOG.warnf("Sweep of the archive failed: %s", failure.getMessage()))
                .onFailure().recoverWithNull();
    }

    private Uni<Map<VideoId, Boolean>> known(List<Entry> entries) {
        return Multi.createFrom().iterable(entries).map(Entry::id).group().intoLists().of(ASKED_AT_ONCE)
                .onItem().transformToUniAndConcatenate(ids -> contexts.run(() -> queue.archivedById(ids)))
                .onItem().transformToIterable(Map::entrySet)
                .collect().asMap(Map.Entry::getKey, Map.Entry::getValue);
    }

    private Uni<Void> evict(List<Entry> entries, Map<VideoId, Boolean> known) {
        List<Entry> forgotten = entries.stream().filter(entry -> isOrphan(entry, known)).toList();
        List<Entry> kept = entries.stream().filter(entry -> known.getOrDefault(entry.id(), false)).toList();
        List<Entry> excess = new ArchiveRetention(config.retention(), config.maxSize().asLongValue())
                .excess(kept, Instant.now());
        files.set(kept.size() - excess.size());
        bytes.set(sum(kept) - sum(excess));
        counted = true;
        events.setContents(files.get(), bytes.get());
        // Updates the rows first, so that no request reads a file that is being removed.
        return contexts.run(() -> queue.markRemoved(excess.stream().map(Entry::id).collect(Collectors.toSet())))
                .chain(() -> remove(forgotten, ArchiveMetrics.Outcome.FORGOTTEN))
                .chain(() -> remove(excess, ArchiveMetrics.Outcome.EVICTED));
    }

    /**
     * Returns true for a file without a video, and for a file that its video does not reference, if it is older than one
     * lease. A younger one may belong to a fetch that still runs.
     */
    private static boolean isOrphan(Entry entry, Map<VideoId, Boolean> known) {
        return !known.containsKey(entry.id())
                || !known.get(entry.id()) && entry.since().isBefore(Instant.now().minus(ArchiveWorker.LEASE));
    }

    private Uni<Void> remove(List<Entry> entries, ArchiveMetrics.Outcome event) {
        return Multi.createFrom().iterable(entries)
                .onItem().transformToUniAndConcatenate(entry -> Uni.createFrom()
                        .completionStage(() -> archive.remove(entry.id()).toCompletionStage()))
                .onItem().ignoreAsUni()
                .invoke(() -> events.count(event, entries.size()));
    }

    private static long sum(List<Entry> entries) {
        return entries.stream().mapToLong(Entry::bytes).sum();
    }
}
