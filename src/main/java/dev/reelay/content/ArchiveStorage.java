package dev.reelay.content;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.vertx.core.Future;

import dev.reelay.video.VideoId;

/** A place for finished videos. What it fails at is for its callers to overcome: the upstream may still have the video. */
interface ArchiveStorage {
    /** @param since when it is here */
    record Entry(VideoId id, long bytes, Instant since) {
    }

    /** How long the file is that it has of a video; empty where it has none. */
    Future<Optional<Long>> length(VideoId id);

    /**
     * Sends a part of the file to a caller whose answer's head is set, but not written. Fails before the head is written
     * where there is no such file; afterwards, when the caller left or takes nothing any more, and breaks its connection.
     */
    Future<Void> send(VideoId id, ByteRange span, ClientWriter caller);

    /** Takes over a file, at once or not at all. The draft may be gone afterwards. */
    Future<Void> store(VideoId id, Path draft);

    /** Nothing happens where there is nothing. */
    Future<Void> remove(VideoId id);

    Future<List<Entry>> entries();
}
