package dev.reelay.api.sse;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;

/**
 * An encoded event that many connections share: as plain bytes, and as a chunk of an HTTP/1.1 response (RFC 9112, section 7.1)
 * in direct memory, which the operating system reads without another copy.
 */
final class SseChunk {
    private final Buffer bytes;
    private final ByteBuf chunk;

    SseChunk(Buffer bytes) {
        this.bytes = bytes;
        byte[] head = (Integer.toHexString(bytes.length()) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer direct = ByteBuffer.allocateDirect(head.length + bytes.length() + 2);
        direct.put(head).put(bytes.getBytes()).put((byte) '\r').put((byte) '\n').flip();
        this.chunk = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(direct)); // freed with this object
    }

    Buffer bytes() {
        return bytes;
    }

    /** Returns a new view of the chunk, because each write moves the reader index. */
    ByteBuf chunk() {
        return chunk.duplicate();
    }
}
