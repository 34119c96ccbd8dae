package dev.reelay.content;

import io.vertx.core.Future;

/** How a file gets to a caller, one section after the other. */
interface SectionWriter {
    /** How many bytes a section has at most. */
    int size();

    /** @return succeeds once the section has left; fails when the caller left */
    Future<Void> send(ByteRange section);

    /** How many bytes of the section under way have left, where that can be told. */
    long bytesSent();
}
