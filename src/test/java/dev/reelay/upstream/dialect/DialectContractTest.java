package dev.reelay.upstream.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.quarkus.arc.All;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

import dev.reelay.model.Offer;
import dev.reelay.testing.Waits;
import dev.reelay.upstream.dialect.Submission.Accepted;
import dev.reelay.upstream.dialect.Submission.OutcomeUnknown;
import dev.reelay.upstream.dialect.Submission.Rejected;
import dev.reelay.upstream.dialect.Submission.RetryLater;
import dev.reelay.upstream.dialect.UpstreamStatus.Completed;
import dev.reelay.upstream.dialect.UpstreamStatus.Failed;
import dev.reelay.upstream.dialect.UpstreamStatus.Running;
import dev.reelay.video.ImageType;
import dev.reelay.video.ReferenceImage;
import dev.reelay.video.VideoId;
import dev.reelay.video.VideoSpec;

/** What each dialect must do, whatever its wire format. A dialect's test extends this class and provides its samples. */
public abstract class DialectContractTest {
    protected static final String KEY = "sk-key-of-the-account";
    protected static final String ID_AT_THE_UPSTREAM = "up 1/2";
    protected static final VideoId ID = new VideoId("video_0123456789abcdef");
    protected static final VideoSpec SPEC = new VideoSpec("a \"dog\" & 犬 + 100%\nin two lines", "sora-2", "1280x720", "10");

    protected static final Offer OFFER = new Offer(Optional.empty(), Optional.of("a"), "name-of-the-upstream",
            Optional.of("name-for-images"), Map.of());

    private final Vertx vertx = Vertx.vertx();
    private final List<Received> requests = new CopyOnWriteArrayList<>();
    private volatile Sample response = new Sample(200, "{}");
    private HttpServer server;

    @Inject
    @All
    List<UpstreamDialect> dialects;

    @TempDir
    Path directory;

    /** A response of the provider. */
    public record Sample(int status, String body) {
    }

    /** A request that arrived. */
    public record Received(String method, String uri, MultiMap headers, byte[] body) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        boolean contains(byte[] part) {
            return new String(body, StandardCharsets.ISO_8859_1).contains(new String(part, StandardCharsets.ISO_8859_1));
        }
    }

    /** Returns the name of the dialect in the configuration. */
    protected abstract String name();

    /**
     * Returns the response to an accepted create.
     *
     * @param id the provider's id of the video; if the provider names URLs, they have it encoded
     */
    protected abstract Sample accepted(String id);

    /** Returns whether the provider states a progress. */
    protected boolean hasProgress() {
        return true;
    }

    /** Returns the response for a running video, without or with a progress of 40 percent. */
    protected abstract Sample running(boolean withProgress);

    /** Returns the status of a completed video, or its result if that is where the provider states the outcome. */
    protected abstract Sample completed();

    /** Returns the status or result of a failed video. */
    protected abstract Sample failed();

    /** Returns the status or result of a video that the provider's moderation rejected. */
    protected abstract Sample moderated();

    /** Returns the response to a create whose parameters the provider rejects. */
    protected abstract Sample invalid();

    /** Returns the response to a create without credit. */
    protected abstract Sample withoutCredit();

    /** Returns the response to a request with a wrong key. */
    protected abstract Sample wrongKey();

    /** Checks the create as the provider would, without the image. */
    protected abstract void checkCreate(Received create);

    /** Checks the status request for the handle of {@link #accepted()}. */
    protected abstract void checkStatus(Received request);

    @BeforeEach
    void startProvider() {
        server = vertx.createHttpServer().requestHandler(this::respond).listen(0, "127.0.0.1")
                .toCompletionStage().toCompletableFuture().join();
    }

    @AfterEach
    void stopProvider() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void createIsSentOnceWithAllParameters() {
        create(accepted(), Optional.empty());

        assertThat(requests).hasSize(1);
        checkCreate(requests.get(0));
    }

    @Test
    void createHasTheOptionsOfItsDialectOnly() {
        VideoSpec spec = new VideoSpec(SPEC.prompt(), SPEC.model(), SPEC.size(), SPEC.seconds(),
                Optional.of("{\"%s\":{\"a_seed\":4711},\"other\":{\"b_seed\":4712}}".formatted(name())));
        response = accepted();

        dialect().create(account(), new UpstreamCreate(ID, OFFER, spec, Optional.empty())).await().atMost(Waits.LIMIT);

        assertThat(requests.get(0).text()).contains("a_seed", "4711").doesNotContain("b_seed", "4712");
        assertThat(dialect().ownFields()).isNotEmpty();
    }

    @Test
    void createCarriesTheWholeImage() throws IOException {
        ReferenceImage image = image(3_000_000);
        byte[] bytes = Files.readAllBytes(image.file());

        create(accepted(), Optional.of(image));

        assertThat(requests).filteredOn(
                request -> request.contains(bytes) || request.contains(Base64.getEncoder().encode(bytes))).hasSize(1);
    }

    @Test
    void statusRequestUsesTheHandleOfTheCreate() {
        Handle handle = ((Accepted) create(accepted(), Optional.empty())).handle();
        requests.clear();

        status(running(true), handle);

        assertThat(requests).hasSize(1);
        checkStatus(requests.get(0));
    }

    @Test
    void progressIsReportedOnlyIfTheUpstreamStatesIt() {
        assertThat(statusOf(running(true))).isEqualTo(new Running(hasProgress() ? Optional.of(40) : Optional.empty()));
        assertThat(statusOf(running(false))).isEqualTo(new Running(Optional.empty()));
    }

    @Test
    void explicitEndsAreRecognized() {
        assertThat(endOf(completed())).isInstanceOf(Completed.class);
        assertThat(endOf(failed())).isInstanceOf(Failed.class);
        assertThat(endOf(moderated())).isInstanceOfSatisfying(Failed.class,
                end -> assertThat(end.why().code()).isEqualTo("content_policy_violation"));
    }

    @ParameterizedTest
    @ValueSource(ints = { 400, 401, 403, 404, 408, 409, 410, 418, 429, 500, 502, 503, 504, 529 })
    void errorResponseToAStatusRequestNeverEndsTheVideo(int code) {
        assertThatExceptionOfType(UpstreamException.class).isThrownBy(() -> statusOf(new Sample(code, "{}")));
        assertThatExceptionOfType(UpstreamException.class).isThrownBy(() -> statusOf(new Sample(code, "<html>no</html>")));
        assertThatExceptionOfType(UpstreamException.class).isThrownBy(() -> endOf(new Sample(code, "{}")));
        assertThatExceptionOfType(UpstreamException.class).isThrownBy(() -> endOf(new Sample(code, "<html>no</html>")));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "null", "[]", "7", "\"completed\"", "{}", "{\"status\":null}", "{\"status\":{}}",
            "<html>",
            "{\"status\":\"a word that is new\"}", "{\"status\":\"comple" })
    void unreadableStatusNeverEndsTheVideo(String body) {
        assertThatExceptionOfType(UpstreamException.class).isThrownBy(() -> statusOf(new Sample(200, body)));
        assertThatExceptionOfType(UpstreamException.class).isThrownBy(() -> endOf(new Sample(200, body)));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "null", "[]", "7", "{}", "{\"id\":null}", "{\"id\":\"\"}", "<html>", "{\"id\":\"video" })
    void unreadableAcceptanceHasAnUnknownOutcome(String body) {
        assertThat(outcomeOf(new Sample(200, body))).isInstanceOf(OutcomeUnknown.class);
    }

    @ParameterizedTest
    @ValueSource(ints = { 500, 502, 504, 529 })
    void serverErrorLeavesTheOutcomeOpenAndCountsAsAnOutage(int code) {
        assertThatExceptionOfType(UpstreamException.class).isThrownBy(() -> outcomeOf(new Sample(code, "{}")))
                .satisfies(outage -> assertThat(outage.isOutage()).isTrue());
    }

    @Test
    void tooManyRequestsMayBeRetried() {
        assertThat(outcomeOf(new Sample(429, "{}"))).isInstanceOf(RetryLater.class);
    }

    @Test
    void rejectionTellsTheRequestFromTheAccount() {
        assertThat(outcomeOf(invalid())).isInstanceOfSatisfying(Rejected.class,
                rejected -> assertThat(rejected.accountRejected()).isFalse());
        assertThat(outcomeOf(wrongKey())).isInstanceOfSatisfying(Rejected.class,
                rejected -> assertThat(rejected.accountRejected()).isTrue());
        assertThat(outcomeOf(withoutCredit())).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.accountRejected()).isTrue();
            assertThat(rejected.why().code()).isEqualTo("insufficient_quota");
        });
    }

    @Test
    void requestWithoutAConnectionFailsWithItsCause() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        Account nowhere = account("http://127.0.0.1:" + closed);

        Throwable failure = catchThrowable(
                () -> dialect().create(nowhere, new UpstreamCreate(ID, OFFER, SPEC, Optional.empty())).await()
                        .atMost(Waits.LIMIT));

        assertThat(failure).satisfiesAnyOf(
                direct -> assertThat(direct).isInstanceOf(ConnectException.class),
                wrapped -> assertThat(wrapped).hasRootCauseInstanceOf(ConnectException.class),
                wrapped -> assertThat(wrapped.getCause()).isInstanceOf(ConnectException.class));
    }

    @Test
    void contentOfAnotherOriginIsRequestedWithoutTheKey() {
        Handle handle = ((Accepted) outcomeOf(accepted())).handle();
        ContentLocation told = ((Completed) endOf(completed())).location();
        Optional<URI> url = told.url().map(elsewhere -> URI.create(account().url() + "/files/video.mp4"));
        ContentRequest own = dialect().content(account(), handle, new ContentLocation(url), Optional.empty()).orElseThrow();

        assertThat(own.url().getPort()).isEqualTo(server.actualPort());
        assertThat(own.headers().values()).anyMatch(value -> value.contains(KEY));
        assertThat(own.toString()).doesNotContain(KEY);
        told.url().ifPresent(elsewhere -> assertThat(dialect().content(account(), handle, told, Optional.empty()).orElseThrow())
                .isEqualTo(new ContentRequest(elsewhere, Map.of())));
    }

    @ParameterizedTest
    @ValueSource(strings = { "a/../b", "?x=1", "#f", "%2e%2e", "a b", "..", "犬" })
    void idNeverChangesThePathAroundIt(String odd) {
        URI plain = statusUrl("odd");
        URI url = statusUrl(odd);

        assertThat(url.getRawPath().split("/")).hasSameSizeAs(plain.getRawPath().split("/"));
        assertThat(url.getRawQuery()).isEqualTo(plain.getRawQuery());
        assertThat(url.getRawFragment()).isNull();
    }

    protected final ReferenceImage image(int length) throws IOException {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return new ReferenceImage(Files.write(directory.resolve("image"), bytes), ImageType.PNG);
    }

    protected final Account account() {
        return account("http://127.0.0.1:" + server.actualPort() + "/base");
    }

    private URI statusUrl(String id) {
        Handle handle = ((Accepted) outcomeOf(accepted(id))).handle();
        requests.clear();
        status(running(true), handle);
        return URI.create(requests.get(0).uri());
    }

    /** Returns an account at this base URL, with the key {@link #KEY}. */
    protected Account account(String url) {
        return Account.of("a", () -> URI.create(url), KEY, Duration.ofSeconds(30), Waits.LIMIT);
    }

    private UpstreamDialect dialect() {
        return dialects.stream().filter(dialect -> dialect.name().equals(name())).findFirst().orElseThrow();
    }

    protected final Submission create(Sample answer, Optional<ReferenceImage> image) {
        response = answer;
        return dialect().submission(
                dialect().create(account(), new UpstreamCreate(ID, OFFER, SPEC, image)).await().atMost(Waits.LIMIT));
    }

    private UpstreamStatus status(Sample answer, Handle handle) {
        response = answer;
        return dialect().status(dialect().status(account(), handle).await().atMost(Waits.LIMIT));
    }

    protected final Submission outcomeOf(Sample sample) {
        return dialect().submission(http(sample));
    }

    protected final UpstreamStatus statusOf(Sample sample) {
        return dialect().status(http(sample));
    }

    private UpstreamStatus endOf(Sample sample) {
        return dialect() instanceof ResultDialect finishing ? finishing.result(http(sample)) : statusOf(sample);
    }

    private Sample accepted() {
        return accepted(ID_AT_THE_UPSTREAM);
    }

    private static UpstreamResponse http(Sample sample) {
        return new UpstreamResponse(sample.status(), sample.body(), Optional.empty(), Optional.empty());
    }

    private void respond(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            requests.add(new Received(request.method().name(), request.uri(), request.headers(), body.getBytes()));
            request.response().setStatusCode(response.status()).putHeader("Content-Type", "application/json")
                    .end(response.body());
        });
    }
}
