package dev.reelay.content.pipe;

import java.util.Optional;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** A part of a content: the body of one response of the upstream or of a store. Its stream is paused at first. */
public interface ContentPart {
    /** Returns the body. Its chunks may be in pooled memory, so whoever gets one {@link Chunks releases} it. */
    ReadStream<Buffer> bytes();

    /** Aborts the response; the remaining bytes are not read. */
    void cancel();

    /** Returns the position of the first byte in the whole content. */
    long first();

    /** Returns the position after the last byte in the whole content, or empty if the response does not state it. */
    Optional<Long> end();

    /** Returns true if the rest can be requested after a broken connection. */
    boolean isResumable();

    /** Returns true if {@code rest} belongs to the same content and begins at the position {@code from}. */
    boolean isContinuedBy(ContentPart rest, long from);
}
