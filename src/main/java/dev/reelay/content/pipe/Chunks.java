package dev.reelay.content.pipe;

import io.netty.util.ReferenceCountUtil;
import io.vertx.core.buffer.Buffer;

/** The chunks of a {@link ContentPart}, which may be in pooled memory. */
final class Chunks {
    private Chunks() {
    }

    /** Returns the memory of a chunk to its pool, if it has one. Nothing reads the chunk afterwards. */
    static void release(Buffer chunk) {
        // Vert.x wraps the memory, so that the sockets to which it writes a chunk do not release it.
        ReferenceCountUtil.release(chunk.getByteBuf().unwrap());
    }
}
