package dev.reelay.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

import dev.reelay.testing.Waits;

/** Bodies of a real server, read by a client with one connection. */
class PooledBodyTest {
    private static final int LARGE = 3_000_000;

    private final Vertx vertx = Vertx.vertx();
    private final List<String> connections = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private HttpClient client;

    @BeforeEach
    void start() {
        server = vertx.createHttpServer().requestHandler(this::respond).listen(0, "127.0.0.1")
                .toCompletionStage().toCompletableFuture().join();
        client = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(1)).connectionHandler(PooledBodies::install);
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void chunksAreInPooledMemoryOutsideOfTheHeap() throws Exception {
        List<Boolean> pooled = new ArrayList<>();
        read("/small", body -> {
            body.handler(chunk -> {
                pooled.add(chunk.getByteBuf().isDirect() && chunk.getByteBuf().alloc() instanceof PooledByteBufAllocator);
                release(chunk);
            });
            return ended(body);
        });

        assertThat(pooled).isNotEmpty().doesNotContain(false);
    }

    @Test
    void wholeBodyArrivesInOrderAlthoughItsReaderPauses() throws Exception {
        Buffer bytes = Buffer.buffer();
        read("/large", body -> {
            body.handler(chunk -> {
                bytes.appendBuffer(chunk);
                release(chunk);
                body.pause();
                vertx.runOnContext(later -> body.resume());
            });
            return ended(body);
        });

        assertThat(bytes).isEqualTo(large());
    }

    @Test
    void connectionServesTheNextRequestAfterAnEmptyAndAnUnreadBody() throws Exception {
        read("/empty", PooledBodyTest::ended);
        read("/small", body -> {
            body.cancel();
            return Future.succeededFuture();
        });
        read("/small", body -> ended(body.handler(PooledBodyTest::release)));

        assertThat(connections).hasSize(3).containsOnly(connections.get(0));
    }

    @Test
    void brokenConnectionFailsTheBodyAfterItsChunks() {
        Buffer bytes = Buffer.buffer();
        Throwable failure = catchThrowable(() -> read("/broken", body -> {
            body.handler(chunk -> {
                bytes.appendBuffer(chunk);
                release(chunk);
            });
            return ended(body);
        }));

        assertThat(failure).hasCauseInstanceOf(HttpClosedException.class);
        assertThat(bytes).hasToString("begun");
    }

    @Test
    void abortedBodyClosesItsConnection() throws Exception {
        read("/large", body -> {
            body.handler(chunk -> {
                release(chunk);
                body.cancel();
            });
            body.resume();
            return Future.succeededFuture();
        });
        read("/small", body -> ended(body.handler(PooledBodyTest::release)));

        assertThat(connections.get(1)).isNotEqualTo(connections.get(0));
    }

    private static void release(Buffer chunk) {
        ReferenceCountUtil.release(chunk.getByteBuf().unwrap());
    }

    private void read(String path, Function<PooledBody, Future<Void>> reader) throws Exception {
        Promise<Void> done = Promise.promise();
        vertx.runOnContext(started -> client.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", path)
                .compose(HttpClientRequest::send).map(PooledBodies::of).compose(reader).onComplete(done));
        done.future().toCompletionStage().toCompletableFuture().get(Waits.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static Future<Void> ended(PooledBody body) {
        Promise<Void> end = Promise.promise();
        body.endHandler(end::complete).exceptionHandler(end::fail).resume();
        return end.future();
    }

    private void respond(HttpServerRequest request) {
        connections.add(request.connection().remoteAddress().toString());
        switch (request.path()) {
            case "/empty" -> request.response().end();
            case "/small" -> request.response().end("small");
            case "/large" -> request.response().end(large());
            default -> request.response().putHeader("Content-Length", "100").write("begun")
                    .onComplete(written -> request.connection().close());
        }
    }

    private static Buffer large() {
        byte[] bytes = new byte[LARGE];
        for (int index = 0; index < LARGE; index++) {
            bytes[index] = (byte) (index * 31 >> 3);
        }
        return Buffer.buffer(bytes);
    }
}
