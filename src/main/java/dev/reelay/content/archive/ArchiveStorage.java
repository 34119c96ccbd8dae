package dev.reelay.content.archive;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.vertx.core.Future;

import dev.reelay.content.pipe.ByteRange;
import dev.reelay.content.pipe.ClientWriter;
import dev.reelay.video.VideoId;

/**
 * A storage of completed videos, one file each. Its methods report every failure to their callers, which fall back to the
 * upstream or retry.
 */
public interface ArchiveStorage {
    /**
     * An archived file.
     *
     * @param bytes its length
     * @param since the time at which it was stored
     */
    record Entry(VideoId id, long bytes, Instant since) {
    }

    /** Returns the length of the file of a video in bytes, or empty if there is no file. */
    Future<Optional<Long>> length(VideoId id);

    /**
     * Sends a range of the file to a client. The head of the response is set, but not written. Fails before it writes the
     * head if there is no such file; fails later, and closes the connection, if the transfer breaks off.
     */
    Future<Void> send(VideoId id, ByteRange span, ClientWriter caller);

    /** Stores a file atomically. It may move {@code draft} instead of copying it. */
    Future<Void> store(VideoId id, Path draft);

    /** Removes the file of a video; succeeds if there is none. */
    Future<Void> remove(VideoId id);

    /** Lists all files of videos. */
    Future<List<Entry>> entries();

    /** Reports that the storage, or the directory of the temporary files, failed. Every video would fail at this time. */
    final class UnavailableException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnavailableException(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }
}
