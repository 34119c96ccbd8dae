package dev.reelay.api.sse;

import static dev.reelay.testing.Waits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

class SseWriterTest {
    private static final int STREAMS = 50;
    private static final SseChunk OPENING = new SseChunk(Buffer.buffer(":\n\n"));
    private static final SseChunk EVENT = new SseChunk(Buffer.buffer("id: 1\ndata: x\n\n"));

    private final Vertx vertx = Vertx.vertx();
    private final List<SseWriter> writers = new ArrayList<>();
    private final List<HttpServerResponse> responses = new ArrayList<>();
    private final Promise<ConnectionBase> allOpen = Promise.promise();
    private final AtomicInteger flushes = new AtomicInteger();

    @AfterEach
    void close() throws Exception {
        result(vertx.close());
    }

    @Test
    void streamsOfOneHttp2ConnectionShareAWriteToItsSocket() throws Exception {
        HttpServer server = result(vertx.createHttpServer().requestHandler(this::open).listen(0, "127.0.0.1"));
        HttpClient client = vertx.createHttpClient(new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false).setHttp2MaxPoolSize(1));
        List<Future<Buffer>> received = new ArrayList<>();
        for (int stream = 0; stream < STREAMS; stream++) {
            received.add(client.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
                    .compose(request -> request.send().compose(HttpClientResponse::body)));
        }
        ConnectionBase connection = result(allOpen.future());
        Promise<Void> written = Promise.promise();
        connection.channel().eventLoop().execute(() -> {
            connection.channel().pipeline().addFirst(new FlushCounter());
            writers.forEach(writer -> writer.write(EVENT));
            connection.channel().eventLoop().execute(written::complete);
        });
        result(written.future());

        assertThat(flushes).hasValue(1);
        responses.forEach(HttpServerResponse::end);
        for (Future<Buffer> body : received) {
            assertThat(result(body)).hasToString(":\n\nid: 1\ndata: x\n\n");
        }
    }

    private void open(HttpServerRequest request) {
        request.response().setChunked(true);
        responses.add(request.response());
        SseWriter writer = new SseWriter(request);
        writer.open(OPENING);
        writers.add(writer);
        if (writers.size() == STREAMS) {
            allOpen.complete((ConnectionBase) request.connection());
        }
    }

    private static <T> T result(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** Stands at the socket. */
    private final class FlushCounter extends ChannelOutboundHandlerAdapter {
        @Override
        public void flush(ChannelHandlerContext ctx) {
            flushes.incrementAndGet();
            ctx.flush();
        }
    }
}
