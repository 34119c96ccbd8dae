package dev.reelay.content;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerResponse;

import dev.reelay.async.VertxContexts;
import dev.reelay.content.archive.ArchiveConfig;
import dev.reelay.content.archive.ArchiveMetrics;
import dev.reelay.content.archive.ArchiveStorage;
import dev.reelay.content.pipe.ClientWriter;
import dev.reelay.store.ArchiveQueue;
import dev.reelay.telemetry.VideoLog;
import dev.reelay.video.ArchivedCopy;
import dev.reelay.video.Video;
import dev.reelay.video.VideoId;

/**
 * Sends archived videos to clients, and states when a content expires. A failure of the archive counts as a missing file
 * and increments a metric, so the content then comes from the upstream.
 */
@ApplicationScoped
public class ArchiveReader {
    private static final Logger LOG = Logger.getLogger(ArchiveReader.class);
    /** Limits the delay before an unreachable archive is skipped in favour of the upstream. */
    private static final Duration LENGTH_TIMEOUT = Duration.ofSeconds(3);

    private final ArchiveConfig config;
    private final ArchiveStorage archive;
    private final ArchiveQueue queue;
    private final VertxContexts contexts;
    private final ArchiveMetrics metrics;

    ArchiveReader(ArchiveConfig config, ArchiveStorage archive, ArchiveQueue queue, VertxContexts contexts,
            ArchiveMetrics metrics) {
        this.config = config;
        this.archive = archive;
        this.queue = queue;
        this.contexts = contexts;
        this.metrics = metrics;
    }

    /**
     * Returns the time at which the content of a completed video expires: in the archive or at the upstream, whichever is
     * later, but with the row of the video at the latest. Empty if both are unknown.
     */
    public Optional<Instant> expiresAt(Video video) {
        Optional<Instant> here = archived(video).map(copy -> copy.at().plus(config.retention()));
        Optional<Instant> upstream = video.job().contentExpiry();
        Optional<Instant> last = here.isPresent() && upstream.isPresent()
                && upstream.get().isAfter(here.get()) ? upstream : here.or(() -> upstream);
        Instant forgotten = video.times().created().plus(config.videoRetention());
        return last.map(end -> end.isAfter(forgotten) ? forgotten : end);
    }

    /** Removes the archived file of a deleted video. Never fails: the sweeper removes the file later. */
    public Uni<Void> delete(VideoId id) {
        return Uni.createFrom().completionStage(() -> archive.remove(id).toCompletionStage())
                .onFailure().invoke(failure -> VideoLog.withVideo(id,
                        () -> LOG.warnf("Removing %s from the archive failed for now: %s", id, failure.getMessage())))
                .onFailure().recoverWithNull();
    }

    /**
     * Sends the archived file of a video.
     *
     * @return true if the archive sent it; false, with an untouched response, if the content must come from the upstream;
     *         fails if the transfer broke off after the response head
     */
    Future<Boolean> send(Video video, DownloadRequest request, ClientWriter caller) {
        Optional<ArchivedCopy> copy = request.variant() == Variant.VIDEO ? archived(video) : Optional.empty();
        if (copy.isEmpty()) {
            return Future.succeededFuture(false);
        }
        return archive.length(video.id()).timeout(LENGTH_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .map(length -> usable(video.id(), length, copy.get().bytes()))
                .recover(failure -> Future.succeededFuture(unreachable(video.id(), failure)))
                .compose(usable -> usable ? send(DownloadResponse.to(request, Optional.of(copy.get().bytes())), caller)
                        : Future.succeededFuture(false));
    }

    private Future<Boolean> send(DownloadResponse head, ClientWriter caller) {
        HttpServerResponse response = caller.response();
        head.applyHead(response, Optional.empty());
        return (head.isBodyless() ? response.end() : archive.send(head.request().id(), head.span().orElseThrow(), caller))
                .map(true)
                .recover(failure -> response.headWritten() || response.closed() ? Future.failedFuture(failure)
                        : Future.succeededFuture(resetAfterFailure(head, response, failure)));
    }

    private boolean resetAfterFailure(DownloadResponse head, HttpServerResponse caller, Throwable failure) {
        head.resetHead(caller);
        return unreachable(head.request().id(), failure);
    }

    private boolean usable(VideoId id, Optional<Long> length, long expected) {
        boolean usable = length.filter(bytes -> bytes == expected).isPresent();
        metrics.count(usable ? ArchiveMetrics.Outcome.HIT
                : length.isEmpty() ? ArchiveMetrics.Outcome.MISS : ArchiveMetrics.Outcome.DAMAGED);
        if (length.isPresent() && !usable) {
            VideoLog.withVideo(id, () -> LOG.warnf("The archive has %d bytes of %s instead of %d", length.get(), id, expected));
            discard(id);
        }
        return usable;
    }

    /** Removes a damaged file and queues its video for another fetch. */
    private void discard(VideoId id) {
        delete(id).chain(() -> contexts.run(() -> queue.markLost(id)))
                .subscribe().with(done -> LOG.debugf("Queued %s for another fetch into the archive", id),
                        failure -> VideoLog.withVideo(id,
                                () -> LOG.warnf("Could not queue %s for another fetch: %s", id, failure.getMessage())));
    }

    private boolean unreachable(VideoId id, Throwable failure) {
        VideoLog.withVideo(id, () -> LOG.warnf("Reading %s from the archive failed: %s", id, failure.getMessage()));
        metrics.count(ArchiveMetrics.Outcome.UNREACHABLE);
        return false;
    }

    private Optional<ArchivedCopy> archived(Video video) {
        return config.kind() == ArchiveConfig.Kind.NONE ? Optional.empty() : video.archived();
    }
}
