package dev.reelay.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.PfxOptions;

import dev.reelay.outbound.HostResolver;
import dev.reelay.outbound.OutboundClient;
import dev.reelay.outbound.OutboundGuard;
import dev.reelay.testing.TestCertificate;
import dev.reelay.testing.Waits;
import dev.reelay.webhook.WebhookReceiver;
import dev.reelay.webhook.WebhookReceiver.Arrival;
import dev.reelay.webhook.WebhookReceiver.Reply;

class WebhookSenderTest {
    private static final String SECRET = WebhookSignature.newSecret();
    private static final Buffer BODY = Buffer.buffer("{\"id\":\"evt_1\"}");

    private final Vertx vertx = Vertx.vertx();
    private final WebhookReceiver receiver = new WebhookReceiver();
    private final WebhookSender sender = sender(HostResolver.SYSTEM, new HttpClientOptions(), Waits.LIMIT);

    @AfterEach
    void stop() {
        receiver.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void eventArrivesWithItsSignature() {
        assertThat(send(receiver.url())).isEqualTo(new Attempt(Optional.of(204), Optional.empty(), Optional.empty(), ""));

        Arrival arrival = receiver.arrivals().get(0);
        assertThat(arrival.method()).isEqualTo("POST");
        assertThat(arrival.path()).isEqualTo("/hook");
        assertThat(arrival.id()).isEqualTo("evt_1");
        assertThat(arrival.body()).isEqualTo(BODY.toString());
        assertThat(arrival.headers()).containsEntry("content-type", "application/json")
                .containsEntry("user-agent", "Reelay/1.2").containsEntry("host", "127.0.0.1:" + receiver.port())
                .containsEntry("content-length", Integer.toString(BODY.length()));
        Instant time = Instant.ofEpochSecond(Long.parseLong(arrival.headers().get("webhook-timestamp")));
        assertThat(arrival.headers()).containsAllEntriesOf(
                WebhookSignature.headers("evt_1", time, List.of(SECRET), BODY));
    }

    @Test
    void anyStatusOfSuccessIsASuccess() {
        receiver.next(Reply.status(200), Reply.status(299), Reply.body(202, "{\"ok\":true}"));

        assertThat(send(receiver.url()).isSuccess()).isTrue();
        assertThat(send(receiver.url()).isSuccess()).isTrue();
        assertThat(send(receiver.url()).response()).isEqualTo("{\"ok\":true}");
    }

    @Test
    void otherStatusIsAFailureThatNamesIt() {
        receiver.next(Reply.body(500, "oops\u0000\n"), Reply.status(410), Reply.status(404));

        Attempt broken = send(receiver.url());
        Attempt gone = send(receiver.url());

        assertThat(broken.isSuccess()).isFalse();
        assertThat(broken.isGone()).isFalse();
        assertThat(broken.error()).contains("The server responds with HTTP status 500.");
        assertThat(broken.response()).isEqualTo("oops  ");
        assertThat(gone.isGone()).isTrue();
        assertThat(gone.isSuccess()).isFalse();
        assertThat(send(receiver.url()).statusCode()).contains(404);
    }

    @Test
    void redirectIsNotFollowed() {
        try (WebhookReceiver other = new WebhookReceiver()) {
            receiver.next(Reply.redirect(other.url()));

            Attempt attempt = send(receiver.url());

            assertThat(attempt.isSuccess()).isFalse();
            assertThat(attempt.error().orElseThrow()).contains("302");
            assertThat(other.connects()).isZero();
        }
    }

    @Test
    void retryAfterIsSecondsOrADate() {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME
                .format(Instant.now().plus(Duration.ofDays(3)).atZone(ZoneOffset.UTC));
        receiver.next(Reply.status(429).with("Retry-After", "120"), Reply.status(503).with("Retry-After", date),
                Reply.status(503).with("Retry-After", "soon"), Reply.status(503).with("Retry-After", "-1"),
                Reply.status(503).with("Retry-After", "Thu, 01 Jan 1970 00:00:00 GMT"));

        assertThat(send(receiver.url()).retryAfter()).contains(Duration.ofSeconds(120));
        assertThat(send(receiver.url()).retryAfter().orElseThrow()).isBetween(Duration.ofDays(2), Duration.ofDays(4));
        assertThat(send(receiver.url()).retryAfter()).isEmpty();
        assertThat(send(receiver.url()).retryAfter()).isEmpty();
        assertThat(send(receiver.url()).retryAfter()).isEmpty();
    }

    @Test
    void oneKilobyteOfTheResponseIsKept() {
        receiver.next(Reply.body(200, "é".repeat(2000)), Reply.body(200, "x".repeat(10_000_000)));

        assertThat(send(receiver.url()).response()).hasSize(512);
        assertThat(send(receiver.url()).response()).hasSize(1024);
    }

    @Test
    void endlessResponseIsCut() {
        receiver.next(request -> {
            request.response().setChunked(true);
            return pour(request.response());
        });

        assertThat(send(receiver.url()).isSuccess()).isTrue();
    }

    @Test
    void connectionIsKeptForTheNextEvent() {
        receiver.always(Reply.body(200, "x".repeat(5000)));
        IntStream.range(0, 20).forEach(number -> assertThat(send(receiver.url()).isSuccess()).isTrue());

        assertThat(receiver.connects()).isEqualTo(1);
    }

    @Test
    void aThousandHostsKeepTheirConnections() {
        WebhookSender many = sender(host -> List.of(InetAddress.getLoopbackAddress()), new HttpClientOptions(), Waits.LIMIT);
        for (int round = 0; round < 2; round++) {
            List<CompletableFuture<Attempt>> attempts = IntStream.range(0, 1000)
                    .mapToObj(number -> start(many, "http://host%d.example:%d".formatted(number, receiver.port()))).toList();

            assertThat(attempts).allMatch(attempt -> attempt.join().isSuccess());
        }

        assertThat(receiver.connects()).isEqualTo(1000);
        assertThat(receiver.arrivals().stream().map(arrival -> arrival.headers().get("host")).distinct()).hasSize(1000);
    }

    @Test
    void cutConnectionIsAFailure() {
        receiver.next(Reply.cut());

        assertThat(send(receiver.url()).error()).contains("The server closed the connection.");
        assertThat(receiver.arrivals()).hasSize(1);
    }

    @Test
    void closedPortIsAFailure() {
        receiver.down();

        assertThat(send(receiver.url()).error()).contains("The server does not accept connections.");

        receiver.up();
        assertThat(send(receiver.url()).isSuccess()).isTrue();
    }

    @Test
    void unknownHostIsAFailure() {
        WebhookSender lost = sender(host -> {
            throw new UnknownHostException(host);
        }, new HttpClientOptions(), Waits.LIMIT);

        assertThat(send(lost, "https://nowhere.example").error()).contains("The host of the URL is unknown.");
    }

    @Test
    void silentReceiverIsGivenUp() {
        receiver.always(Reply.silent());

        Attempt attempt = send(sender(HostResolver.SYSTEM, new HttpClientOptions(), Duration.ofMillis(300)), receiver.url());

        assertThat(attempt.error().orElseThrow()).contains("did not respond completely within");
    }

    @Test
    void slowReceiverDelaysNoOther() {
        CompletableFuture<Void> release = new CompletableFuture<>();
        receiver.always(Reply.status(200).after(release));
        List<CompletableFuture<Attempt>> slow = IntStream.range(0, 40).mapToObj(number -> start(sender, receiver.url()))
                .toList();

        try (WebhookReceiver other = new WebhookReceiver()) {
            assertThat(send(other.url()).isSuccess()).isTrue();
        }
        assertThat(slow).noneMatch(CompletableFuture::isDone);
        release.complete(null);
        assertThat(slow).allMatch(attempt -> attempt.join().isSuccess());
    }

    @Test
    void cancelledTryClosesItsConnection() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        receiver.next(request -> {
            request.connection().closeHandler(end -> closed.complete(null));
            return Reply.silent().respond(request);
        });
        Cancellable subscription = sender.send(receiver.url(), "evt_1", List.of(SECRET), BODY).subscribe().with(attempt -> {
        });
        Waits.await().until(() -> receiver.arrivals().size() == 1);

        subscription.cancel();

        Waits.await().until(closed::isDone);
    }

    @Test
    void badSecretIsABug() {
        Uni<Attempt> unsigned = sender.send(receiver.url(), "evt_1", List.of("secret"), BODY);

        assertThatIllegalArgumentException().isThrownBy(() -> unsigned.await().atMost(Waits.LIMIT));
    }

    @Test
    void certificateIsVerifiedForTheHostOfTheUrl() {
        Path store = TestCertificate.create("hooks.example");
        PfxOptions certificate = new PfxOptions().setPath(store.toString()).setPassword(TestCertificate.PASSWORD);
        CompletableFuture<String> indicated = new CompletableFuture<>();
        try (WebhookReceiver secure = new WebhookReceiver(
                new HttpServerOptions().setSsl(true).setSni(true).setKeyCertOptions(certificate))) {
            secure.next(request -> {
                indicated.complete(request.connection().indicatedServerName());
                return Reply.status(204).respond(request);
            });
            HostResolver loopback = host -> List.of(InetAddress.getLoopbackAddress());
            WebhookSender trusting = sender(loopback, new HttpClientOptions().setTrustOptions(certificate), Waits.LIMIT);
            WebhookSender distrustful = sender(loopback, new HttpClientOptions(), Waits.LIMIT);
            String port = ":" + secure.port();

            assertThat(send(trusting, "https://hooks.example" + port).isSuccess()).isTrue();
            assertThat(indicated.join()).isEqualTo("hooks.example");
            assertThat(secure.arrivals().get(0).headers()).containsEntry("host", "hooks.example" + port);
            assertThat(send(trusting, "https://other.example" + port).error().orElseThrow()).contains("certificate");
            assertThat(send(trusting, "https://127.0.0.1" + port).error().orElseThrow()).contains("certificate");
            assertThat(send(distrustful, "https://hooks.example" + port).error().orElseThrow()).contains("certificate");
            assertThat(secure.arrivals()).hasSize(1);
        }
    }

    private static Future<Void> pour(HttpServerResponse response) {
        return response.write(Buffer.buffer(new byte[16 * 1024])).compose(written -> pour(response));
    }

    private WebhookSender sender(HostResolver resolver, HttpClientOptions options, Duration limit) {
        return new WebhookSender(new OutboundClient(vertx, new OutboundGuard(vertx, resolver), options, "1.2", limit),
                WebhookConfigs.OPEN);
    }

    private Attempt send(String url) {
        return send(sender, url);
    }

    private static Attempt send(WebhookSender sender, String url) {
        return start(sender, url).join();
    }

    private static CompletableFuture<Attempt> start(WebhookSender sender, String url) {
        return sender.send(url, "evt_1", List.of(SECRET), BODY).subscribeAsCompletionStage();
    }
}
