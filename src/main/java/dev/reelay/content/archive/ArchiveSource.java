package dev.reelay.content.archive;

import java.util.Optional;

import io.vertx.core.Future;

import dev.reelay.content.pipe.ByteSource;
import dev.reelay.video.Video;

/** The place from which the archive gets finished videos. */
public interface ArchiveSource {
    /**
     * Opens the whole content of a completed video, in the background: clients that wait go first.
     *
     * @return fails with a {@code ReelayException} if there is no content, or none now
     */
    Future<Original> open(Video video);

    /** An opened content, of which nothing has been read yet. */
    interface Original {
        /** Returns the length in bytes, if the source states it. */
        Optional<Long> length();

        /** Returns the bytes. Requests the rest if the connection breaks. */
        ByteSource bytes();

        /** Closes the content without reading it. */
        void cancel();
    }
}
