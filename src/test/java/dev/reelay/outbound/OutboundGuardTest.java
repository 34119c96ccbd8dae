package dev.reelay.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.vertx.core.Vertx;

import dev.reelay.testing.Waits;

class OutboundGuardTest {
    private static final List<PortRange> PORTS = List.of(PortRange.parse("443"), PortRange.parse("80"),
            PortRange.parse("1024-65535"));
    private static final UrlPolicy STRICT = new UrlPolicy(false, false, PORTS);
    private static final UrlPolicy OPEN = new UrlPolicy(true, true, PORTS);

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @ParameterizedTest
    @CsvSource({ "https://a.example,443", "https://a.example:8443/x?y,8443", "https://1.1.1.1,443" })
    void urlOfTheInternetLeadsToItsAddress(String url, int port) {
        ResolvedUrl resolved = check(url, STRICT, "8.8.8.8", "2606:4700::1111");

        assertThat(resolved.address().hostAddress()).isEqualTo("8.8.8.8");
        assertThat(resolved.port()).isEqualTo(port);
    }

    @Test
    void hostWithOneAddressInAPrivateNetworkIsRefused() {
        assertThat(refusal("https://a.example", STRICT, "8.8.8.8", "10.0.0.1")).hasMessageContaining("private network");
        assertThat(check("https://a.example", OPEN, "8.8.8.8", "10.0.0.1").isPrivate()).isTrue();
    }

    /** The address is looked up once: the connection goes to what was checked. */
    @Test
    void nameThatAnswersDifferentlyTheSecondTimeIsLookedUpOnce() throws UnknownHostException {
        Iterator<InetAddress> answers = List.of(InetAddress.getByName("8.8.8.8"), InetAddress.getByName("127.0.0.1"))
                .iterator();
        OutboundGuard guard = new OutboundGuard(vertx, host -> List.of(answers.next()));

        ResolvedUrl resolved = guard.check(URI.create("https://rebinding.example"), STRICT).toCompletionStage()
                .toCompletableFuture().join();

        assertThat(resolved.address().hostAddress()).isEqualTo("8.8.8.8");
        assertThat(answers).hasNext();
    }

    @Test
    void hostIsLookedUpWithoutItsPort() {
        List<String> asked = new ArrayList<>();
        OutboundGuard guard = new OutboundGuard(vertx, host -> {
            asked.add(host);
            return List.of(InetAddress.getByName(host));
        });

        guard.check(URI.create("https://[2606:4700::1111]:8443/x"), STRICT).toCompletionStage().toCompletableFuture().join();

        assertThat(asked).containsExactly("[2606:4700::1111]");
    }

    /** More requests wait for the slow host than there are worker threads. */
    @Test
    void hostWithASlowNameServerDelaysNoOther() {
        CompletableFuture<InetAddress> answer = new CompletableFuture<>();
        AtomicInteger lookUps = new AtomicInteger();
        OutboundGuard guard = new OutboundGuard(vertx, host -> {
            lookUps.incrementAndGet();
            return List.of(host.equals("slow.example") ? answer.join() : InetAddress.getByName("8.8.8.8"));
        });
        List<CompletableFuture<ResolvedUrl>> slow = IntStream.range(0, 100)
                .mapToObj(number -> start(guard, "https://slow.example/" + number)).toList();

        start(guard, "https://fast.example").orTimeout(Waits.LIMIT.toSeconds(), TimeUnit.SECONDS).join();

        assertThat(slow).noneMatch(CompletableFuture::isDone);
        answer.complete(InetAddress.getLoopbackAddress());
        assertThat(slow).allSatisfy(refused -> assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(refused::join).withCauseInstanceOf(RefusedUrlException.class));
        assertThat(lookUps).hasValue(2);
    }

    /** The next request must see that a host moved. */
    @Test
    void resultOfALookUpIsNotKept() {
        AtomicInteger lookUps = new AtomicInteger();
        OutboundGuard guard = new OutboundGuard(vertx, host -> {
            lookUps.incrementAndGet();
            return List.of(InetAddress.getByName("8.8.8.8"));
        });

        start(guard, "https://a.example").join();
        start(guard, "https://a.example").join();

        assertThat(lookUps).hasValue(2);
    }

    @Test
    void unknownHostHasItsOwnFailure() {
        OutboundGuard guard = new OutboundGuard(vertx, host -> {
            throw new UnknownHostException(host);
        });

        assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> guard
                .check(URI.create("https://nowhere.example"), STRICT).toCompletionStage().toCompletableFuture().join())
                .withCauseInstanceOf(UnknownHostException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = { "http://a.example", "ftp://a.example", "file:///etc/passwd", "gopher://a.example", "//a.example",
            "a.example", "", "https:a.example", "https:///path", "https://", "https://u:p@a.example", "https://u@a.example",
            "https://a.example:22", "https://a.example:1023", "https://a.example:0", "https://a.example:99999",
            "https://a b.example", "https://a.example/\n", "https://[::1", "https://a.example:x", "https://a_b.example" })
    void urlThatThePolicyForbidsIsRefused(String url) {
        assertThatExceptionOfType(RefusedUrlException.class).isThrownBy(() -> STRICT.parse(url))
                .withMessageStartingWith("The ").withMessageNotContaining("a.example");
    }

    @Test
    void overlongUrlIsRefused() {
        assertThatExceptionOfType(RefusedUrlException.class)
                .isThrownBy(() -> STRICT.parse("https://a.example/" + "x".repeat(2000))).withMessageContaining("2000");
    }

    @ParameterizedTest
    @ValueSource(strings = { "0", "65536", "9-8", "x", "", "1-", "-1", "1-2-3" })
    void malformedPortsAreRefused(String text) {
        assertThat(catchThrowable(() -> PortRange.parse(text))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be a port");
    }

    private ResolvedUrl check(String url, UrlPolicy policy, String... addresses) {
        return new OutboundGuard(vertx, host -> addresses(addresses)).check(policy.parse(url), policy).toCompletionStage()
                .toCompletableFuture().join();
    }

    private static CompletableFuture<ResolvedUrl> start(OutboundGuard guard, String url) {
        return guard.check(STRICT.parse(url), STRICT).toCompletionStage().toCompletableFuture();
    }

    private Throwable refusal(String url, UrlPolicy policy, String... addresses) {
        Throwable failure = catchThrowable(() -> check(url, policy, addresses));
        return failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
    }

    private static List<InetAddress> addresses(String... texts) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String text : texts) {
            addresses.add(InetAddress.getByName(text));
        }
        return addresses;
    }
}
