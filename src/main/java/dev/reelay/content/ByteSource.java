package dev.reelay.content;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** Bytes that come no faster than they are taken. They are paused at first. */
interface ByteSource extends ReadStream<Buffer> {
    /** No more of them are wanted. */
    void cancel();

    /** They are paused or resumed, never asked for by number. */
    @Override
    default ByteSource fetch(long amount) {
        throw new UnsupportedOperationException("Bytes are paused or resumed");
    }
}
