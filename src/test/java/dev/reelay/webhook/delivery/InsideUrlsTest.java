package dev.reelay.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;

import dev.reelay.outbound.HostResolver;
import dev.reelay.outbound.InsideUrls;
import dev.reelay.outbound.OutboundClient;
import dev.reelay.outbound.OutboundGuard;
import dev.reelay.testing.SocksProxy;
import dev.reelay.testing.Waits;
import dev.reelay.webhook.WebhookReceiver;
import dev.reelay.webhook.WebhookReceiver.Reply;

/**
 * No delivery leads inside. A proxy stands between the sender and all addresses, and shows each connect; without the guard it
 * does show them.
 */
class InsideUrlsTest {
    static final Collection<String> BY_ADDRESS = InsideUrls.BY_ADDRESS;
    static final Collection<String> ALL = Stream.concat(InsideUrls.BY_ADDRESS.stream(), InsideUrls.BY_TEXT.stream()).toList();

    private final Vertx vertx = Vertx.vertx();
    private final SocksProxy proxy = new SocksProxy();

    @AfterEach
    void stop() {
        proxy.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void urlThatLeadsInsideIsRefusedAndNotConnectedTo(String url) {
        Attempt attempt = send(WebhookConfigs.STRICT, InsideUrls.RESOLVER, url);

        assertThat(attempt.isSuccess()).isFalse();
        assertThat(attempt.statusCode()).isEmpty();
        assertThat(attempt.error().orElseThrow()).containsAnyOf("private network", "must begin with https://", "no valid host",
                "is malformed", "must not have a user name", "is not allowed", "unusual notation");
        assertThat(proxy.destinations()).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("BY_ADDRESS")
    void sameUrlIsConnectedToWithoutTheGuard(String url) {
        assertThat(send(WebhookConfigs.OPEN, InsideUrls.RESOLVER, url).isSuccess()).isFalse();

        assertThat(proxy.destinations()).hasSize(1);
    }

    /** The second answer of the name would lead inside, and so would a look-up at the time of the connect. */
    @Test
    void nameThatAnswersDifferentlyTheSecondTimeNeverLeadsInside() {
        Queue<String> answers = new ArrayDeque<>(List.of("192.0.2.1", "127.0.0.1", "192.0.2.2", "169.254.169.254"));
        HostResolver rebinding = host -> List.of(InetAddress.getByName(answers.remove()));

        List<String> errors = IntStream.range(0, 4)
                .mapToObj(number -> send(WebhookConfigs.STRICT, rebinding, "https://rebinding.example").error().orElseThrow())
                .toList();

        assertThat(proxy.destinations()).extracting(InetAddress::getHostAddress).containsExactly("192.0.2.1", "192.0.2.2");
        assertThat(List.of(errors.get(1), errors.get(3))).allMatch(error -> error.contains("private network"));
        assertThat(answers).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = { 300, 301, 302, 303, 305, 307, 308 })
    void redirectInsideIsNotFollowed(int status) {
        try (WebhookReceiver outside = new WebhookReceiver(); WebhookReceiver inside = new WebhookReceiver()) {
            outside.always(Reply.status(status).with("Location", inside.url()).with("Refresh", "0; url=" + inside.url()));

            Attempt attempt = send(WebhookConfigs.OPEN, HostResolver.SYSTEM, new HttpClientOptions(), outside.url());

            assertThat(attempt.statusCode()).contains(status);
            assertThat(attempt.isSuccess()).isFalse();
            assertThat(outside.arrivals()).hasSize(1);
            assertThat(inside.connects()).isZero();
        }
    }

    /** A socket that listens on this machine, on all its addresses. */
    @Test
    void socketOfThisMachineIsNotReachedByAnyNotation() throws UnknownHostException {
        try (WebhookReceiver listening = new WebhookReceiver(new HttpServerOptions(), "::")) {
            Stream<String> hosts = Stream.of("127.0.0.1", "127.9.9.9", "0.0.0.0", "[::1]", "[::]", "[::ffff:127.0.0.1]",
                    "localhost",
                    "loopback.example", "2130706433", "0x7f000001", "0177.0.0.1", "127.1",
                    InetAddress.getLocalHost().getHostAddress());

            assertThat(hosts.map(host -> send(WebhookConfigs.STRICT, InsideUrls.RESOLVER, new HttpClientOptions(),
                    "https://%s:%d".formatted(host, listening.port())))).noneMatch(Attempt::isSuccess);

            assertThat(listening.connects()).isZero();
            assertThat(send(WebhookConfigs.OPEN, InsideUrls.RESOLVER, new HttpClientOptions(), listening.url()).isSuccess())
                    .isTrue();
            assertThat(listening.connects()).isEqualTo(1);
        }
    }

    private Attempt send(WebhookConfig config, HostResolver resolver, String url) {
        return send(config, resolver, new HttpClientOptions().setProxyOptions(proxy.options()), url);
    }

    private Attempt send(WebhookConfig config, HostResolver resolver, HttpClientOptions options, String url) {
        return new WebhookSender(new OutboundClient(vertx, new OutboundGuard(vertx, resolver), options, "1.2", Waits.LIMIT),
                config).send(url, "evt_1", List.of(WebhookSignature.newSecret()), Buffer.buffer("{}")).await()
                .atMost(Waits.LIMIT);
    }
}
