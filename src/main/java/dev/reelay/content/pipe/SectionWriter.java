package dev.reelay.content.pipe;

import io.vertx.core.Future;

/** Writes sections of a file to a client, one after another. */
interface SectionWriter {
    /** Returns the maximum length of a section in bytes. */
    int size();

    /**
     * Sends a section.
     *
     * @return succeeds when the section is written; fails if the client disconnected or the file is too short
     */
    Future<Void> send(ByteRange section);

    /** Returns the number of sent bytes of the current section, or 0 if the writer does not measure it. */
    long bytesSent();
}
