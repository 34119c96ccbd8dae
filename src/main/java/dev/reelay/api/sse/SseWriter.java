package dev.reelay.api.sse;

import java.util.Optional;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContentEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Writes event chunks to the Netty channel, behind the HTTP encoder. A write costs one system call for each connection, and no
 * promise, framing or copy. Uses the response of Vert.x for HTTP/2, HTTP/1.0 and compressed responses. Streams of one HTTP/2
 * connection share system calls.
 */
final class SseWriter {
    /** Name of the HTTP encoder in the channel pipelines of Vert.x. */
    // Workaround: no issue filed yet; profile HttpServerResponse.write with 10,000 open streams: each call allocates a promise
    // and a chunk; remove when Vert.x can write a buffer without both.
    private static final String ENCODER = "httpEncoder";

    private final HttpServerResponse response;
    private final Optional<ChannelHandlerContext> behindEncoder;

    SseWriter(HttpServerRequest request) {
        this.response = request.response();
        this.behindEncoder = request.version() == HttpVersion.HTTP_1_1
                && request.connection() instanceof ConnectionBase connection
                        ? behindEncoder(connection.channel().pipeline())
                        : Optional.empty();
        if (request.version() == HttpVersion.HTTP_2 && request.connection() instanceof ConnectionBase connection) {
            consolidateFlushes(connection.channel().pipeline());
        }
    }

    /** Writes the head of the response and the first chunk. */
    void open(SseChunk first) {
        if (behindEncoder.isPresent()) {
            response.writeHead();
        }
        write(first);
    }

    /** Writes a chunk. Must be called on the event loop of the connection, after {@link #open} and before the response ends. */
    void write(SseChunk frame) {
        if (behindEncoder.isPresent()) {
            ChannelHandlerContext socket = behindEncoder.get();
            socket.writeAndFlush(frame.chunk(), socket.voidPromise());
        } else {
            response.write(frame.bytes());
        }
    }

    /** Closes the connection at once. A reset alone would wait until the client has read the pending bytes. */
    void abort() {
        response.reset();
        behindEncoder.ifPresent(ChannelHandlerContext::close);
    }

    private static Optional<ChannelHandlerContext> behindEncoder(ChannelPipeline pipeline) {
        boolean compresses = pipeline.get(HttpContentEncoder.class) != null;
        return compresses ? Optional.empty() : Optional.ofNullable(pipeline.context(ENCODER));
    }

    /** Writes what several streams send in a row to the socket at once. Vert.x would flush after each of them. */
    private static void consolidateFlushes(ChannelPipeline pipeline) {
        if (pipeline.get(FlushConsolidationHandler.class) == null) {
            pipeline.addBefore(pipeline.context(Http2ConnectionHandler.class).name(), null,
                    new FlushConsolidationHandler(FlushConsolidationHandler.DEFAULT_EXPLICIT_FLUSH_AFTER_FLUSHES, true));
        }
    }
}
