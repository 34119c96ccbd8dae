package dev.reelay.content.archive;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Uni;

import dev.reelay.content.archive.ArchiveStorage.UnavailableException;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.store.ArchiveQueue;
import dev.reelay.telemetry.VideoLog;
import dev.reelay.video.VideoId;

/** Records the result of a fetch into the archive: stored, postponed, retried or given up. */
@ApplicationScoped
class FetchResultHandler {
    private static final Logger LOG = Logger.getLogger(FetchResultHandler.class);
    private static final int MAX_TRIES = 5;

    private final ArchiveConfig config;
    private final ArchiveQueue queue;
    private final ArchiveSweeper sweep;
    private final ArchiveMetrics metrics;

    FetchResultHandler(ArchiveConfig config, ArchiveQueue queue, ArchiveSweeper sweep, ArchiveMetrics metrics) {
        this.config = config;
        this.queue = queue;
        this.sweep = sweep;
        this.metrics = metrics;
    }

    /** Marks the video as archived. If it was deleted during the fetch, the sweeper removes its file. */
    Uni<Void> onStored(VideoId id, long bytes) {
        return queue.markStored(id, bytes)
                .invoke(known -> metrics.count(ArchiveMetrics.Outcome.STORED))
                .invoke(known -> sweep.stored(bytes))
                .replaceWithVoid();
    }

    /**
     * Schedules another try, unless the upstream no longer has the content or {@value #MAX_TRIES} tries failed. A try that the
     * archive's storage failed does not count, because the outage may outlast the tries of all videos.
     */
    Uni<Void> onFailed(ArchiveQueue.Task task, Throwable failure) {
        VideoId id = task.video().id();
        if (failure instanceof ReelayException exception && exception.retryAfter().isPresent()) {
            metrics.count(ArchiveMetrics.Outcome.POSTPONED);
            return queue.postpone(id, exception.retryAfter().get());
        }
        if (failure instanceof UnavailableException) {
            metrics.count(ArchiveMetrics.Outcome.FAILED);
            return queue.postpone(id, config.retryDelay());
        }
        boolean gone = failure instanceof ReelayException exception && exception.code() == ErrorCode.NOT_FOUND;
        if (gone || task.attempt() >= MAX_TRIES) {
            VideoLog.withVideo(id, () -> LOG.warnf("Gave up fetching %s into the archive: %s", id, failure.getMessage()));
            metrics.count(ArchiveMetrics.Outcome.GIVEN_UP);
            return queue.abandon(id);
        }
        VideoLog.withVideo(id, () -> LOG.infof("Fetching %s into the archive failed for now: %s", id, failure.getMessage()));
        metrics.count(ArchiveMetrics.Outcome.FAILED);
        return queue.retry(id, config.retryDelay().multipliedBy(1L << task.attempt() - 1));
    }
}
