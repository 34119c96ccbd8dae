package dev.reelay.content.archive;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import io.vertx.core.Future;

import dev.reelay.content.pipe.ByteRange;
import dev.reelay.content.pipe.ClientWriter;
import dev.reelay.video.VideoId;

/** The storage {@code none}, which is always empty: every content comes from the upstream. */
final class NoArchive implements ArchiveStorage {
    @Override
    public Future<Optional<Long>> length(VideoId id) {
        return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<Void> send(VideoId id, ByteRange span, ClientWriter caller) {
        return Future.failedFuture(new IllegalStateException("There is no archive"));
    }

    @Override
    public Future<Void> store(VideoId id, Path draft) {
        return Future.failedFuture(new IllegalStateException("There is no archive"));
    }

    @Override
    public Future<Void> remove(VideoId id) {
        return Future.succeededFuture();
    }

    @Override
    public Future<List<Entry>> entries() {
        return Future.succeededFuture(List.of());
    }
}
