package dev.reelay.content.archive;

import java.io.IOException;
import java.nio.file.Path;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import dev.reelay.content.archive.ArchiveStorage.UnavailableException;
import dev.reelay.content.pipe.ByteSource;
import dev.reelay.content.pipe.TempFile;
import dev.reelay.content.pipe.TempFile.DiskException;
import dev.reelay.telemetry.VideoTraces;
import dev.reelay.video.Video;

/** Copies a video from its upstream into the archive: first into a temporary file, then into the storage. */
@ApplicationScoped
class ArchiveFetcher {
    private static final String DRAFT = ".draft";

    private final ArchiveSource source;
    private final ArchiveStorage archive;
    private final ArchiveConfig config;
    private final VideoTraces traces;
    private final Vertx vertx;

    ArchiveFetcher(ArchiveSource source, ArchiveStorage archive, ArchiveConfig config, VideoTraces traces, Vertx vertx) {
        this.source = source;
        this.archive = archive;
        this.config = config;
        this.traces = traces;
        this.vertx = vertx;
    }

    /** Creates the directory of the temporary files, and deletes those of an earlier run. */
    Future<Void> prepare() {
        String folder = config.directory().toString();
        return vertx.fileSystem().mkdirs(folder)
                .compose(made -> vertx.fileSystem().readDir(folder, ".*\\" + DRAFT))
                .compose(drafts -> Future.all(drafts.stream().map(vertx.fileSystem()::delete).toList()))
                .mapEmpty();
    }

    /**
     * Fetches a video and stores it in the archive.
     *
     * @return the length of the video in bytes; fails with {@link ArchiveStorage.UnavailableException}, or with the failure of
     *         the upstream
     */
    Uni<Long> fetch(Video video) {
        return traces.call("archive", video, () -> Uni.createFrom().completionStage(() -> fetched(video).toCompletionStage()),
                bytes -> "stored");
    }

    private Future<Long> fetched(Video video) {
        // A unique name, because an earlier fetch of this video may still run after its lease expired.
        Path draft = config.directory().resolve(video.id() + "." + System.nanoTime() + DRAFT);
        return new TempFile(draft, vertx).write(() -> open(video), config.idleTimeout())
                .recover(failure -> Future.failedFuture(
                        failure instanceof DiskException ? new UnavailableException(failure) : failure))
                .compose(bytes -> archive.store(video.id(), draft).map(bytes)
                        .recover(failure -> Future.failedFuture(new UnavailableException(failure))))
                .eventually(() -> vertx.fileSystem().delete(draft.toString()).otherwiseEmpty());
    }

    private Future<ByteSource> open(Video video) {
        return source.open(video).compose(original -> {
            if (original.length().orElse(0L) > config.maxSize().asLongValue()) {
                original.cancel();
                return Future.failedFuture(new IOException("the video is larger than reelay.archive.max-size"));
            }
            return Future.succeededFuture(original.bytes());
        });
    }
}
