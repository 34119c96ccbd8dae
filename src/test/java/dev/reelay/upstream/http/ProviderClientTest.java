package dev.reelay.upstream.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

import dev.reelay.outbound.HostResolver;
import dev.reelay.outbound.OutboundGuard;
import dev.reelay.outbound.RefusedUrlException;
import dev.reelay.testing.Waits;
import dev.reelay.upstream.dialect.Account;
import dev.reelay.upstream.dialect.UpstreamException;
import dev.reelay.upstream.dialect.UpstreamResponse;
import dev.reelay.video.ImageType;
import dev.reelay.video.ReferenceImage;

/** Sends requests to a real socket, with bodies of every kind. */
class ProviderClientTest {
    private final Vertx vertx = Vertx.vertx();
    private final ProviderClient client = new ProviderClient(vertx,
            new ForeignUrls(new OutboundGuard(vertx, HostResolver.SYSTEM)));
    private final CompletableFuture<HttpServerRequest> hanging = new CompletableFuture<>();
    private HttpServer server;
    private volatile Buffer body = Buffer.buffer();
    private volatile HttpServerRequest arrived;

    @TempDir
    Path directory;

    @BeforeEach
    void start() {
        server = vertx.createHttpServer().requestHandler(this::respond).listen(0, "127.0.0.1").toCompletionStage()
                .toCompletableFuture().join();
    }

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @ValueSource(ints = { 0, 1, 2, 3, 4, 8191, 8192, 8193, 3_000_000 })
    void imageWithinJsonIsBase64OfAllItsBytes(int length) throws IOException {
        ReferenceImage image = image(length);
        JsonImage placed = JsonImage.of(image);
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("prompt", "a \"dog\" 犬").put("image", placed.dataUrl())
                .put("n", 1);

        UpstreamResponse response = post(RequestBody.json(json, Optional.of(placed)));

        assertThat(response.status()).isEqualTo(200);
        JsonNode sent = ProviderJson.parse(body.toString());
        assertThat(sent.path("prompt").textValue()).isEqualTo("a \"dog\" 犬");
        assertThat(sent.path("image").textValue()).isEqualTo("data:image/png;base64,"
                + Base64.getEncoder().encodeToString(Files.readAllBytes(image.file())));
        assertThat(sent.path("n").intValue()).isEqualTo(1);
        assertThat(arrived.getHeader("Content-Length")).isEqualTo(String.valueOf(body.length()));
        assertThat(arrived.getHeader("Transfer-Encoding")).isNull();
        assertThat(arrived.getHeader("User-Agent")).isEqualTo("Reelay");
    }

    @Test
    void formHasItsFieldsBeforeTheFile() throws IOException {
        ReferenceImage image = image(100_000);
        Map<String, String> fields = new LinkedHashMap<>(Map.of("purpose", "x"));

        post(RequestBody.form(fields, "content", Optional.of(image)));

        String text = body.toString("ISO-8859-1");
        assertThat(arrived.getHeader("Content-Type")).startsWith("multipart/form-data; boundary=");
        assertThat(text).contains("name=\"purpose\"\r\n\r\nx\r\n", "name=\"content\"; filename=\"reference.png\"",
                new String(Files.readAllBytes(image.file()), "ISO-8859-1"));
        assertThat(text.indexOf("purpose")).isLessThan(text.indexOf("content\""));
    }

    @Test
    void formWithoutAFileKeepsTheTextOfItsFields() {
        post(RequestBody.form(Map.of("a \"name\"\r\n", "100 % \"犬\"\r\n--x--"), "content", Optional.empty()));

        String boundary = arrived.getHeader("Content-Type").split("boundary=")[1];
        assertThat(body.toString())
                .isEqualTo("--%1$s\r\nContent-Disposition: form-data; name=\"a %%22name%%22%%0D%%0A\"\r\n\r\n"
                        .formatted(boundary) + "100 % \"犬\"\r\n--x--\r\n--" + boundary + "--\r\n");
    }

    @Test
    void fileIsSentAsItIs() throws IOException {
        ReferenceImage image = image(100_000);

        send(new ProviderRequest(HttpMethod.PUT, url("/"), Map.of(), Optional.of(RequestBody.file(image))));

        assertThat(body.getBytes()).isEqualTo(Files.readAllBytes(image.file()));
        assertThat(arrived.getHeader("Content-Type")).isEqualTo("image/png");
    }

    @ParameterizedTest
    @CsvSource({ "POST,0", "PUT,0", "GET,", "DELETE," })
    void lengthOfAMissingBodyIsStatedWhereABodyIsUsual(String method, String length) {
        send(new ProviderRequest(HttpMethod.valueOf(method), url("/"), Map.of(), Optional.empty()));

        assertThat(arrived.getHeader("Content-Length")).isEqualTo(length);
    }

    @Test
    void missingFileFailsTheRequest() {
        ReferenceImage gone = new ReferenceImage(directory.resolve("gone"), ImageType.PNG);

        assertThat(catchThrowable(() -> post(RequestBody.file(gone)))).isNotNull();
    }

    @Test
    void urlInAPrivateNetworkIsRefusedToAnAccountOnTheInternet() {
        Account account = Account.of("a", () -> URI.create("http://192.0.2.1"), "sk-x", Duration.ofMinutes(1),
                Duration.ofMinutes(1));

        assertThat(catchThrowable(() -> client.send(account, ProviderRequest.get(url("/"), Map.of())).await().indefinitely()))
                .isInstanceOf(RefusedUrlException.class).hasMessageContaining("private network");
        assertThat(arrived).isNull();
    }

    @Test
    void endlessResponseIsCutOff() {
        assertThat(catchThrowable(() -> send(ProviderRequest.get(url("/endless"), Map.of()))))
                .isInstanceOf(UpstreamException.class).hasMessageContaining("longer than 1 MB");
    }

    @Test
    void cancelledRequestClosesItsConnection() {
        Cancellable waiting = client.send(account(), ProviderRequest.get(url("/hang"), Map.of())).subscribe().with(response -> {
        });
        CompletableFuture<Void> closed = new CompletableFuture<>();
        hanging.join().connection().closeHandler(end -> closed.complete(null));

        waiting.cancel();

        Waits.await().until(closed::isDone);
    }

    private ReferenceImage image(int length) throws IOException {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return new ReferenceImage(Files.write(directory.resolve("image"), bytes), ImageType.PNG);
    }

    private UpstreamResponse post(RequestBody sent) {
        return send(ProviderRequest.post(url("/"), Map.of("Authorization", "k"), sent));
    }

    private UpstreamResponse send(ProviderRequest request) {
        return client.send(account(), request).await().atMost(Waits.LIMIT);
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.actualPort() + path);
    }

    private Account account() {
        return Account.of("a", () -> url(""), "k", Duration.ofSeconds(30), Waits.LIMIT);
    }

    private void respond(HttpServerRequest request) {
        switch (request.path()) {
            case "/hang" -> hanging.complete(request);
            case "/endless" -> {
                request.response().setChunked(true);
                pour(request);
            }
            default -> request.body().onSuccess(bytes -> {
                arrived = request;
                body = bytes;
                request.response().end("{}");
            });
        }
    }

    private static void pour(HttpServerRequest request) {
        request.response().write(Buffer.buffer(new byte[64 * 1024])).onSuccess(written -> pour(request));
    }
}
