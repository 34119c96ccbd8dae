package dev.reelay.api.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerResponse;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.outbound.HostResolver;
import dev.reelay.outbound.InsideUrls;
import dev.reelay.outbound.OutboundClient;
import dev.reelay.outbound.OutboundGuard;
import dev.reelay.outbound.PortRange;
import dev.reelay.testing.ImageServer;
import dev.reelay.testing.SocksProxy;
import dev.reelay.testing.Waits;
import dev.reelay.video.ImageType;

class ImageFetcherTest {
    static final List<String> INSIDE = Stream.concat(InsideUrls.BY_ADDRESS.stream(), InsideUrls.BY_TEXT.stream()).toList();

    private static final int LIMIT = 10 * 1024 * 1024;
    private static final HttpClientOptions DIRECT = new HttpClientOptions();

    @TempDir
    Path directory;

    private final ImageServer server = new ImageServer();
    private Bodies bodies;

    private record Config(boolean allowHttp, boolean allowPrivate, List<PortRange> ports) implements ImageUrlConfig {
        Config(boolean allowed) {
            this(allowed, allowed, List.of(PortRange.parse("443"), PortRange.parse("80"), PortRange.parse("1024-65535")));
        }
    }

    @BeforeEach
    void start() {
        bodies = new Bodies(directory);
    }

    @AfterEach
    void stop() {
        bodies.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = { 8, 1000, 3_000_000, LIMIT - 1 })
    void imageIsWrittenWhole(int size) {
        byte[] png = png(size);

        CreateVideoFields.Image image = fetch(server.on("/a.png", png));

        assertThat(image.reference().type()).isEqualTo(ImageType.PNG);
        assertThat(image.reference().file()).hasBinaryContent(png);
    }

    @Test
    void imageIsRequestedOnceAndAsAnImage() {
        fetch(server.on("/a.png", png(9)) + "?name=ü");

        assertThat(server.count()).isEqualTo(1);
        assertThat(server.requests("/a.png")).singleElement().satisfies(request -> {
            assertThat(request.headers().get("Accept")).isEqualTo("image/png, image/jpeg, image/webp");
            assertThat(request.headers().get("User-Agent")).isEqualTo("Reelay/1.2");
        });
    }

    @ParameterizedTest
    @ValueSource(ints = { LIMIT, LIMIT + 1, 3 * LIMIT })
    void tooLargeImageIsRefused(int size) {
        assertThat(refusal(server.on("/large.png", png(size)))).hasMessageContaining("must be under 10 MB");
    }

    @Test
    void endlessImageIsCutOff() {
        CompletableFuture<Void> cut = new CompletableFuture<>();
        String url = server.on("/endless.png", request -> {
            request.connection().closeHandler(closed -> cut.complete(null));
            request.response().setChunked(true).write(Buffer.buffer(png(9))).onSuccess(started -> pour(request.response()));
        });

        assertThat(refusal(url)).hasMessageContaining("must be under 10 MB");
        Waits.await().until(cut::isDone);
    }

    @Test
    void responseThatIsNoImageIsRefused() {
        assertThat(refusal(server.on("/a.html", "<html>".getBytes()))).hasMessageContaining("not an image that can be used");
        assertThat(refusal(server.on("/empty", new byte[0]))).hasMessageContaining("not an image that can be used");
        assertThat(refusal(server.on("/data", "data:image/png;base64,iVBORw0KGgoA".getBytes())))
                .hasMessageContaining("not an image that can be used");
    }

    @ParameterizedTest
    @ValueSource(ints = { 204, 206, 400, 401, 404, 500, 503 })
    void statusIsNamed(int status) {
        String url = server.on("/status", request -> request.response().setStatusCode(status).end());

        assertThat(refusal(url))
                .hasMessageEndingWith("cannot be fetched. The server responds with HTTP status " + status + ".");
        assertThat(server.count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = { 301, 302, 303, 307, 308 })
    void redirectIsNotFollowed(int status) {
        String target = server.on("/target.png", png(9));
        String url = server.on("/redirect",
                request -> request.response().setStatusCode(status).putHeader("Location", target).end());

        assertThat(refusal(url)).hasMessageContaining("redirects are not followed");
        assertThat(server.requests("/target.png")).isEmpty();
    }

    @Test
    void brokenResponseIsRefusedAndNotRepeated() {
        String cut = server.on("/cut", request -> request.connection().close());
        String half = server.on("/half", request -> request.response().putHeader("Content-Length", "100")
                .write(Buffer.buffer(png(50))).onSuccess(written -> request.connection().close()));

        assertThat(refusal(cut)).hasMessageContaining("closed the connection");
        assertThat(refusal(half)).hasMessageContaining("closed the connection");
        assertThat(server.count()).isEqualTo(2);
    }

    @Test
    void slowServerIsGivenUp() {
        String silent = server.on("/silent", request -> {
        });
        String half = server.on("/half", request -> request.response().setChunked(true).write(Buffer.buffer(png(50))));
        ImageFetcher hasty = fetcher(true, HostResolver.SYSTEM, DIRECT, Duration.ofMillis(300));

        assertThat(refusal(hasty, silent)).hasMessageContaining("did not respond completely within 10 s");
        assertThat(refusal(hasty, half)).hasMessageContaining("did not respond completely within 10 s");
    }

    @Test
    void unknownHostAndClosedPortAreNamed() {
        ImageFetcher lost = fetcher(true, host -> {
            throw new UnknownHostException(host);
        }, DIRECT, Waits.LIMIT);
        ImageServer closed = new ImageServer();
        String url = closed.on("/a.png", png(9));
        closed.close();

        assertThat(refusal(lost, "https://nowhere.example/a.png")).hasMessageContaining("host of the URL is unknown");
        assertThat(refusal(url)).hasMessageContaining("does not accept connections");
    }

    @Test
    void cancelledFetchClosesItsConnection() {
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        String url = server.on("/silent", request -> {
            request.connection().closeHandler(end -> closed.complete(null));
            arrived.complete(null);
        });
        ImageFetcher fetcher = fetcher(true, HostResolver.SYSTEM, DIRECT, Waits.LIMIT);
        Cancellable fetch = fetcher.fetch(url, new ImageBytes(ImageType.OF_URLS, this::newFile)).subscribe().with(fetched -> {
        });
        arrived.join();

        fetch.cancel();

        Waits.await().until(closed::isDone);
    }

    @ParameterizedTest
    @FieldSource("INSIDE")
    void urlThatLeadsInsideIsRefusedAndNotConnectedTo(String url) {
        try (SocksProxy proxy = new SocksProxy()) {
            ImageFetcher strict = fetcher(false, InsideUrls.RESOLVER, new HttpClientOptions().setProxyOptions(proxy.options()),
                    Waits.LIMIT);

            assertThat(refusal(strict, url)).hasMessageStartingWith("Parameter input_reference cannot be fetched. The ");
            assertThat(proxy.destinations()).isEmpty();
        }
    }

    @Test
    void addressIsLookedUpOnce() {
        List<InetAddress> loopback = List.of(InetAddress.getLoopbackAddress());
        List<String> asked = new CopyOnWriteArrayList<>();
        ImageFetcher fetcher = fetcher(true, host -> {
            asked.add(host);
            return loopback;
        }, DIRECT, Waits.LIMIT);

        fetch(fetcher, server.on("/a.png", png(9)).replace("127.0.0.1", "images.example"));

        assertThat(asked).containsExactly("images.example");
        assertThat(server.requests("/a.png").get(0).headers().get("Host")).startsWith("images.example:");
    }

    private ImageFetcher fetcher(boolean allowed, HostResolver resolver, HttpClientOptions options, Duration limit) {
        return new ImageFetcher(new OutboundClient(bodies.vertx(), new OutboundGuard(bodies.vertx(), resolver), options, "1.2",
                limit), new Config(allowed));
    }

    private CreateVideoFields.Image fetch(String url) {
        return fetch(fetcher(true, HostResolver.SYSTEM, DIRECT, Waits.LIMIT), url);
    }

    /** Fetches on an event loop, as the server does. */
    private CreateVideoFields.Image fetch(ImageFetcher fetcher, String url) {
        CompletableFuture<CreateVideoFields.Image> fetched = new CompletableFuture<>();
        bodies.vertx().runOnContext(now -> {
            ImageBytes image = new ImageBytes(ImageType.OF_URLS, this::newFile);
            fetcher.fetch(url, image)
                    .chain(() -> Uni.createFrom().completionStage(image.file().map(ImageFile::finish)
                            .orElseGet(Future::succeededFuture).toCompletionStage()))
                    .map(written -> image.image())
                    .subscribe().with(fetched::complete, fetched::completeExceptionally);
        });
        return fetched.join();
    }

    private ReelayException refusal(String url) {
        return refusal(fetcher(true, HostResolver.SYSTEM, DIRECT, Waits.LIMIT), url);
    }

    private ReelayException refusal(ImageFetcher fetcher, String url) {
        try {
            throw new AssertionError("There is an image: " + fetch(fetcher, url));
        } catch (CompletionException failed) {
            assertThat(failed).hasCauseInstanceOf(ReelayException.class);
            ReelayException refusal = (ReelayException) failed.getCause();
            assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
            assertThat(refusal.param()).isEqualTo(Optional.of("input_reference"));
            return refusal;
        }
    }

    private ImageFile newFile() {
        return new ImageFile(bodies.newFile(), bodies.vertx().fileSystem());
    }

    private static void pour(HttpServerResponse response) {
        response.write(Buffer.buffer(new byte[64 * 1024])).onSuccess(written -> pour(response));
    }

    private static byte[] png(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        System.arraycopy(new byte[] { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' }, 0, bytes, 0, 8);
        return bytes;
    }
}
