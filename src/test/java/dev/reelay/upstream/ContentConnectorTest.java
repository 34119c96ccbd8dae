package dev.reelay.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

import dev.reelay.error.ReelayException;
import dev.reelay.outbound.HostResolver;
import dev.reelay.outbound.OutboundGuard;
import dev.reelay.testing.Waits;
import dev.reelay.upstream.account.UpstreamConfigs;
import dev.reelay.upstream.dialect.Account;
import dev.reelay.upstream.dialect.ContentRequest;
import dev.reelay.upstream.http.ForeignUrls;

/** Where content requests go, and with what, on real sockets: one is the account's own URL, the other a storage. */
class ContentConnectorTest {
    private static final Map<String, String> KEY = Map.of("Authorization", "sk-of-the-account");
    private static final int LARGE = 5_000_000;
    private static final ContentQuery WHOLE = new ContentQuery(Optional.empty(), Optional.of("bytes=5-"), Optional.empty(),
            false);

    private final Vertx vertx = Vertx.vertx();
    private final ContentConnector connector = new ContentConnector(UpstreamConfigs.of(Map.of()),
            new ForeignUrls(new OutboundGuard(vertx, HostResolver.SYSTEM)), vertx);
    private final List<String> arrived = new CopyOnWriteArrayList<>();
    private final Map<String, HttpConnection> connections = new ConcurrentHashMap<>();
    private volatile boolean cut;
    private HttpServer own;
    private HttpServer storage;

    @BeforeEach
    void start() {
        own = listen("own");
        storage = listen("storage");
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void redirectToTheAccountsOriginKeepsTheKeyAndTheRange() throws Exception {
        assertThat(send(account(url(own)), url(own) + "/go?to=/file").status()).isEqualTo(200);

        assertThat(arrived).containsExactly("own /go with key bytes=5-", "own /file with key bytes=5-");
    }

    @Test
    void keyIsDroppedAtARedirectToAnotherOriginAndStaysDropped() throws Exception {
        String back = url(storage) + "/go?to=" + url(own) + "/file";

        assertThat(send(account(url(own)), url(own) + "/go?to=" + back).status()).isEqualTo(200);

        assertThat(arrived).containsExactly("own /go with key bytes=5-", "storage /go without key bytes=5-",
                "own /file without key bytes=5-");
    }

    @Test
    void endlessRedirectsEnd() {
        assertThat(refusal(account(url(own)), url(own) + "/loop"))
                .hasMessageContaining("redirects the content request too often");
        assertThat(arrived).hasSizeBetween(3, 10);
    }

    @Test
    void accountOnTheInternetReachesNoPrivateNetwork() {
        assertThat(refusal(account("http://192.0.2.1"), url(storage) + "/file")).hasMessageContaining("private network");
        assertThat(refusal(account("http://192.0.2.1"), "http://localhost:%d/file".formatted(storage.actualPort())))
                .hasMessageContaining("private network");
        assertThat(refusal(account("http://192.0.2.1"), "http://[::1]:%d/file".formatted(storage.actualPort())))
                .hasMessageContaining("private network");
        assertThat(arrived).isEmpty();
    }

    @Test
    void responseWithoutAUsableLocationIsReturned() throws Exception {
        assertThat(send(account(url(own)), url(own) + "/go?to=file:///etc/passwd").status()).isEqualTo(302);
        assertThat(send(account(url(own)), url(own) + "/go").status()).isEqualTo(302);
    }

    /**
     * The connection of a response that has arrived completely may already serve another request. The pool decides whether it
     * does, so that the requests are repeated until they share one.
     */
    @Test
    void discardedResponseDisturbsNoOtherOne() {
        Waits.await("two requests on one connection").until(() -> {
            ContentReply discarded = result(onEventLoop(() -> ask("/file")));
            Future<Buffer> other = onEventLoop(() -> ask("/large").compose(large -> {
                discarded.body().cancel();
                return bodyOf(large);
            }));
            assertThat(result(other).length()).isEqualTo(LARGE);
            return connections.get("/large") == connections.get("/file");
        });
    }

    @Test
    void endlessDiscardedResponseIsCutOff() throws Exception {
        result(onEventLoop(() -> ask("/endless").onSuccess(reply -> reply.body().cancel())));

        Waits.await().until(() -> cut);
    }

    private static Account account(String url) {
        return Account.of("a", () -> URI.create(url), "sk-of-the-account", Duration.ofSeconds(30), Waits.LIMIT);
    }

    private static String url(HttpServer server) {
        return "http://127.0.0.1:" + server.actualPort();
    }

    private Future<ContentReply> ask(String path) {
        Account account = account(url(own));
        return connector.send(account, ContentRequest.of(account, URI.create(url(own) + path), KEY), WHOLE);
    }

    private <T> Future<T> onEventLoop(Supplier<Future<T>> work) {
        Promise<T> done = Promise.promise();
        vertx.runOnContext(started -> work.get().onComplete(done));
        return done.future();
    }

    private static Future<Buffer> bodyOf(ContentReply reply) {
        Promise<Buffer> whole = Promise.promise();
        Buffer bytes = Buffer.buffer();
        reply.body().handler(chunk -> {
            bytes.appendBuffer(chunk);
            ReferenceCountUtil.release(chunk.getByteBuf().unwrap());
        }).endHandler(end -> whole.complete(bytes)).exceptionHandler(whole::fail)
                .resume();
        return whole.future();
    }

    private static <T> T result(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(Waits.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private ContentReply send(Account account, String url) throws Exception {
        return result(sending(account, url));
    }

    /** On an event loop as in the program; a callback of this thread would find none. */
    private Future<ContentReply> sending(Account account, String url) {
        return onEventLoop(() -> connector.send(account, ContentRequest.of(account, URI.create(url), KEY), WHOLE)
                .onSuccess(reply -> reply.body().cancel()));
    }

    private Throwable refusal(Account account, String url) {
        Throwable failure = catchThrowable(() -> sending(account, url).toCompletionStage().toCompletableFuture().join());
        assertThat(failure).isInstanceOf(CompletionException.class).hasCauseInstanceOf(ReelayException.class);
        return failure.getCause();
    }

    private HttpServer listen(String name) {
        return vertx.createHttpServer().requestHandler(request -> respond(name, request)).listen(0, "127.0.0.1")
                .toCompletionStage().toCompletableFuture().join();
    }

    private void respond(String name, HttpServerRequest request) {
        boolean key = request.headers().contains("Authorization");
        connections.put(request.path(), request.connection());
        arrived.add("%s %s %s key %s".formatted(name, request.path(), key ? "with" : "without", request.getHeader("Range")));
        switch (request.path()) {
            case "/go" -> {
                Optional.ofNullable(request.getParam("to")).ifPresent(to -> request.response().putHeader("Location", to));
                request.response().setStatusCode(302).end();
            }
            case "/large" -> request.response().end(Buffer.buffer(new byte[LARGE]));
            case "/endless" -> {
                request.connection().closeHandler(closed -> cut = true);
                request.response().setChunked(true);
                pour(request);
            }
            case "/loop" -> request.response().setStatusCode(307).putHeader("Location", "/loop").end();
            default -> request.response().end("content");
        }
    }

    private static void pour(HttpServerRequest request) {
        request.response().write(Buffer.buffer(new byte[16 * 1024])).onSuccess(written -> pour(request));
    }
}
