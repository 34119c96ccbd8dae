package dev.reelay.content.pipe;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** A stream of bytes under back-pressure. It is paused at first. Whoever gets a chunk {@link Chunks releases} it. */
public interface ByteSource extends ReadStream<Buffer> {
    /** Ends the stream early and releases its source. */
    void cancel();

    /** Unsupported: the stream is controlled by {@link #pause} and {@link #resume} only. */
    @Override
    default ByteSource fetch(long amount) {
        throw new UnsupportedOperationException("fetch is not supported, use pause and resume");
    }
}
