package dev.reelay.api;

import java.util.Optional;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContentEncoder;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Where a chunked answer meets its connection. Written here, a {@link SseChunk} costs one system call and nothing else: no
 * promise, no framing, no copy for each of ten thousand readers of the same event. Where the connection is of another
 * kind (HTTP/2, HTTP/1.0, compressed) the answer itself is written to.
 */
final class SseWriter {
    /** As the server names it in each connection's pipeline. */
    private static final String ENCODER = "httpEncoder";

    private final HttpServerResponse response;
    private final Optional<ChannelHandlerContext> behindEncoder;

    SseWriter(HttpServerRequest request) {
        this.response = request.response();
        this.behindEncoder = request.version() == HttpVersion.HTTP_1_1
                && request.connection() instanceof ConnectionBase connection
                        ? behindEncoder(connection.channel().pipeline())
                        : Optional.empty();
    }

    /** Writes the head of the answer, and then this. */
    void open(SseChunk first) {
        if (behindEncoder.isPresent()) {
            response.writeHead();
        }
        write(first);
    }

    /** On the connection's event loop, after the head of the answer and before its end. */
    void write(SseChunk frame) {
        if (behindEncoder.isPresent()) {
            ChannelHandlerContext socket = behindEncoder.get();
            socket.writeAndFlush(frame.chunk(), socket.voidPromise());
        } else {
            response.write(frame.bytes());
        }
    }

    /** Gives the connection up at once: a reset alone would wait until the reader took what is under way. */
    void abort() {
        response.reset();
        behindEncoder.ifPresent(ChannelHandlerContext::close);
    }

    private static Optional<ChannelHandlerContext> behindEncoder(ChannelPipeline pipeline) {
        boolean compresses = pipeline.get(HttpContentEncoder.class) != null;
        return compresses ? Optional.empty() : Optional.ofNullable(pipeline.context(ENCODER));
    }
}
