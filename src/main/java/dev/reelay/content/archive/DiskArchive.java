package dev.reelay.content.archive;

import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.CopyOptions;
import io.vertx.core.file.FileProps;
import io.vertx.core.file.FileSystem;

import dev.reelay.content.pipe.ByteRange;
import dev.reelay.content.pipe.ClientWriter;
import dev.reelay.video.VideoId;

/** Stores videos in a directory, one file each. Over plain HTTP/1.1 it sends them by {@code sendfile}, without the heap. */
final class DiskArchive implements ArchiveStorage {
    private static final String MP4 = ".mp4";

    private final Path folder;
    private final Vertx vertx;
    private final FileSystem files;
    private final Duration idleTimeout;

    DiskArchive(Path folder, Vertx vertx, Duration idleTimeout) {
        this.folder = folder;
        this.vertx = vertx;
        this.files = vertx.fileSystem();
        this.idleTimeout = idleTimeout;
    }

    @Override
    public Future<Optional<Long>> length(VideoId id) {
        return files.props(file(id)).map(props -> Optional.of(props.size()))
                .recover(failure -> isMissing(failure) ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure));
    }

    @Override
    public Future<Void> send(VideoId id, ByteRange span, ClientWriter caller) {
        return vertx.executeBlocking(() -> FileChannel.open(Path.of(file(id)), StandardOpenOption.READ), false)
                .compose(file -> caller.send(file, span, vertx, idleTimeout)
                        .eventually(() -> closed(file)));
    }

    private Future<Void> closed(FileChannel file) {
        return vertx.executeBlocking(() -> {
            file.close();
            return null;
        }, false);
    }

    @Override
    public Future<Void> store(VideoId id, Path draft) {
        return files.move(draft.toString(), file(id), new CopyOptions().setAtomicMove(true));
    }

    @Override
    public Future<Void> remove(VideoId id) {
        return files.delete(file(id))
                .recover(failure -> isMissing(failure) ? Future.succeededFuture() : Future.failedFuture(failure));
    }

    @Override
    public Future<List<Entry>> entries() {
        return files.readDir(folder.toString(), "video_[0-9a-f]{32}\\" + MP4)
                .compose(names -> Future.all(names.stream().map(name -> entry(Path.of(name))).toList()))
                .map(CompositeFuture::<Optional<Entry>> list)
                .map(entries -> entries.stream().flatMap(Optional::stream).toList());
    }

    private Future<Optional<Entry>> entry(Path file) {
        VideoId id = new VideoId(file.getFileName().toString().replace(MP4, ""));
        return files.props(file.toString()).map(props -> Optional.of(entry(id, props)))
                .recover(removedMeanwhile -> Future.succeededFuture(Optional.empty()));
    }

    private static Entry entry(VideoId id, FileProps props) {
        return new Entry(id, props.size(), Instant.ofEpochMilli(props.lastModifiedTime()));
    }

    private String file(VideoId id) {
        return folder.resolve(id + MP4).toString();
    }

    private static boolean isMissing(Throwable failure) {
        return failure.getCause() instanceof NoSuchFileException;
    }
}
