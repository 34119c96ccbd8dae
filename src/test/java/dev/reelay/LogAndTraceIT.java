package dev.reelay;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.form;
import static dev.reelay.testing.Waits.LIMIT;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.completed;
import static dev.reelay.upstream.FaultUpstream.json;
import static dev.reelay.upstream.FaultUpstream.running;
import static dev.reelay.upstream.FaultUpstream.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.http.ConnectionClosedException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.restassured.RestAssured;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.database.EmbeddedDatabase;
import dev.reelay.testing.Api;
import dev.reelay.testing.DatabaseServer;
import dev.reelay.testing.EventReader;
import dev.reelay.testing.Json;
import dev.reelay.testing.Program;
import dev.reelay.testing.TestDatabase;
import dev.reelay.trace.SpanCollector;
import dev.reelay.trace.SpanCollector.ReceivedSpan;
import dev.reelay.upstream.FaultUpstream;

/** The log, down to level debug, and the traces of a run of the packaged program with successes and failures. */
class LogAndTraceIT {
    private static final String KEY = "sk-caller-51d2a8-not-for-any-log";
    private static final String WRONG_KEY = "sk-stranger-0c77e1-not-for-any-log";
    private static final String UPSTREAM_KEY = "sk-account-7f3c9e-not-for-any-log";
    private static final String PROMPT = "a prompt 92b4 for nobody but the upstream";
    private static final String REQUEST_ID = "req-of-the-caller";
    private static final String CALLERS_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final Path HOME = Path.of("target", "programs", "whole-run");

    private static final Handler<RoutingContext> ECHO = request -> request.response().setStatusCode(500)
            .putHeader("x-request-id", header(request)).end("{\"error\":{\"message\":\"no %s\"}}".formatted(header(request)));
    private static final Handler<RoutingContext> CUT_SHORT = request -> {
        HttpServerResponse response = request.response();
        response.putHeader("Content-Type", "video/mp4").putHeader("Content-Length", "1000");
        response.write("x".repeat(100)).onComplete(sent -> request.request().connection().close());
    };

    private static SpanCollector collector;
    private static List<JsonObject> lines;
    private static String printed;
    private static String completedId;
    private static String failedId;
    private static String rejectedId;
    private static String cancelledId;

    @BeforeAll
    static void run() throws Exception {
        TestDatabase.delete(HOME);
        collector = new SpanCollector();
        FaultUpstream upstream = new FaultUpstream();
        String database = DatabaseServer.newDatabase();
        try (Program program = Program
                .start(Files.createDirectories(HOME), "run", settings(database, upstream.start().get("reelay.upstream.url")))
                .awaitReady().talkTo()) {
            everything(program);
            program.stop(LIMIT);
            printed = program.output() + program.errors();
            lines = program.output().lines().map(JsonObject::new).toList();
        } finally {
            DatabaseServer.drop(database);
            upstream.stop();
            RestAssured.reset();
        }
    }

    @AfterAll
    static void close() {
        collector.close();
    }

    private static Map<String, String> settings(String database, String upstream) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL", database,
                "QUARKUS_DATASOURCE_USERNAME", EmbeddedDatabase.USER,
                "REELAY_ACCESS_KEYS", "shop:" + KEY,
                "REELAY_UPSTREAM_URL", upstream,
                "REELAY_UPSTREAM_API_KEY", "Bearer " + UPSTREAM_KEY,
                "REELAY_UPSTREAM_REQUESTS_PER_MINUTE", "0",
                "REELAY_UPSTREAM_POLL_INTERVAL", "200ms",
                "REELAY_UPSTREAM_RETRY_DELAY", "100ms",
                "QUARKUS_LOG_LEVEL", "DEBUG"));
        settings.put("OTEL_EXPORTER_OTLP_ENDPOINT", collector.url());
        settings.put("OTEL_EXPORTER_OTLP_HEADERS", "api-key=of%20the%20collector");
        return settings;
    }

    private static void everything(Program program) throws Exception {
        script(PROMPT + " that completes")
                .status(running(30), ECHO, json(200, "{\"status\":\"lost\"}"), running(60), completed())
                .content(CUT_SHORT);
        completedId = Json.of(form(KEY, PROMPT + " that completes").header("X-Request-Id", REQUEST_ID)
                .header("traceparent", "00-" + CALLERS_TRACE + "-00f067aa0ba902b7-00")
                .post("/v1/videos").then().statusCode(200).extract()).get("id");
        EventReader.readAll(program.uri().resolve("/v1/videos/" + completedId + "/events"), KEY);
        awaitEnd(KEY, completedId, "completed");
        assertThrows(ConnectionClosedException.class, () -> as(KEY).header("X-Request-Id", REQUEST_ID)
                .get("/v1/videos/" + completedId + "/content").asByteArray());

        script(PROMPT + " that fails").status(running(30), request -> request.json(JsonObject.of("status", "failed", "error",
                JsonObject.of("code", "no " + PROMPT, "message", "no " + PROMPT + " for " + header(request)))));
        failedId = Api.create(KEY, PROMPT + " that fails");
        assertThat(awaitEnd(KEY, failedId, "failed").getString("error")).contains(PROMPT).doesNotContain(UPSTREAM_KEY);

        script(PROMPT + " that is refused").create(request -> request.response().setStatusCode(401).end(header(request)));
        rejectedId = Api.create(KEY, PROMPT + " that is refused");
        awaitEnd(KEY, rejectedId, "failed");

        script(PROMPT + " that is cancelled").status(running(30));
        cancelledId = Api.create(KEY, PROMPT + " that is cancelled");
        await().until(() -> Api.get(KEY, cancelledId).getInteger("progress") == 30);
        as(KEY).post("/v1/videos/" + cancelledId + "/cancel").then().statusCode(200);
        as(KEY).post("/v1/videos/" + cancelledId + "/cancel").then().statusCode(200);

        as(WRONG_KEY).header("X-Request-Id", WRONG_KEY).get("/v1/videos?ticket=" + WRONG_KEY).then().statusCode(401);
        as(KEY).header("X-Request-Id", KEY).get("/v1/videos/" + KEY).then().statusCode(404);
        form(KEY, PROMPT).multiPart("n", "many").multiPart("size", KEY).post("/v1/videos").then().statusCode(400);
    }

    private static String header(RoutingContext request) {
        return request.request().getHeader("Authorization");
    }

    @Test
    void noKeyIsPrintedAtAnyLevel() {
        assertThat(lines).extracting(line -> line.getString("level")).contains("DEBUG", "INFO");
        for (String key : List.of(KEY, WRONG_KEY, UPSTREAM_KEY)) {
            assertThat(printed.lines().filter(line -> line.contains(key))).isEmpty();
        }
    }

    @Test
    void noPromptIsPrintedAboveDebug() {
        assertThat(lines.stream().filter(line -> !line.getString("level").equals("DEBUG")))
                .noneMatch(line -> line.encode().contains("prompt 92b4"));
    }

    @Test
    void logLinesNameNodeAndVideo() {
        assertThat(lines).allMatch(line -> !line.getString("node").isEmpty() && line.getLong("processId") > 0);
        for (String id : List.of(completedId, failedId, rejectedId, cancelledId)) {
            assertThat(lines.stream().filter(line -> line.getString("loggerName").startsWith("dev.reelay"))
                    .filter(line -> line.getString("message").contains(id)))
                    .isNotEmpty().allMatch(line -> id.equals(field(line, "videoId")));
        }
    }

    @Test
    void statusChangeIsOneLogLine() {
        assertThat(changes(completedId)).containsExactly("1 null submitted", "1 submitted submitting",
                "2 submitting in_progress", "5 in_progress completed");
        assertThat(changes(failedId)).containsExactly("1 null submitted", "1 submitted submitting",
                "2 submitting in_progress", "4 in_progress failed");
        assertThat(changes(rejectedId)).containsExactly("1 null submitted", "1 submitted submitting", "2 submitting failed");
        assertThat(changes(cancelledId)).containsExactly("1 null submitted", "1 submitted submitting",
                "2 submitting in_progress", "4 in_progress failed");
        assertThat(changeLines(failedId)).last().satisfies(line -> {
            assertThat(field(line, "code")).isEqualTo("upstream_error");
            assertThat(field(line, "account")).isEqualTo("default");
            assertThat(Double.parseDouble(field(line, "seconds"))).isPositive();
        });
    }

    @Test
    void logLinesOfRequestHaveItsIdAndKey() {
        assertThat(changeLines(completedId)).first()
                .satisfies(line -> assertThat(field(line, "requestId")).isEqualTo(REQUEST_ID))
                .satisfies(line -> assertThat(field(line, "key")).isEqualTo("shop"));
        assertThat(lines.stream().filter(line -> line.getString("message").contains("broke off")))
                .singleElement().satisfies(line -> assertThat(field(line, "requestId")).isEqualTo(REQUEST_ID));
    }

    @Test
    void videoIsOneTraceFromCreateToContent() {
        List<ReceivedSpan> spans = collector.ofVideo(completedId);
        assertThat(spans).extracting(ReceivedSpan::name).containsOnlyOnce("POST /v1/videos", "submit", "video",
                "GET /v1/videos/{id}/content").contains("poll");
        ReceivedSpan create = named("POST /v1/videos", spans);
        assertThat(create.parent()).isEmpty();
        assertThat(create.links()).containsExactly(CALLERS_TRACE);
        assertThat(spans).filteredOn(span -> span != create).allMatch(span -> span.parent().equals(create.spanId()));
        assertThat(spans).extracting(ReceivedSpan::spanId).doesNotHaveDuplicates();
        assertThat(spans).allMatch(span -> completedId.equals(span.attributes().get("reelay.video.id")));
        assertThat(named("submit", spans).attributes()).containsEntry("reelay.outcome", "accepted")
                .containsEntry("gen_ai.request.model", "sora-2");
        assertThat(spans).filteredOn(span -> span.name().equals("poll"))
                .extracting(span -> span.attributes().getOrDefault("reelay.outcome", span.attributes().get("error.type")))
                .contains("running", "UpstreamException").endsWith("completed");
        assertThat(named("GET /v1/videos/{id}/content", spans).attributes()).containsEntry("http.request.method", "GET")
                .containsEntry("http.response.status_code", "200").containsKey("error.type");
        assertThat(named("video", spans).attributes()).containsEntry("reelay.video.status", "completed");
    }

    @Test
    void endOfVideoIsOneSpan() {
        for (String id : List.of(failedId, rejectedId, cancelledId)) {
            assertThat(collector.ofVideo(id)).filteredOn(span -> span.name().equals("video")).singleElement()
                    .satisfies(span -> assertThat(span.attributes()).containsEntry("reelay.video.status", "failed"));
        }
        assertThat(named("video", collector.ofVideo(cancelledId)).attributes()).containsEntry("error.type", "cancelled");
    }

    @Test
    void tracesContainVideosOnlyAndNoSecrets() {
        Set<String> videos = Set.of(completedId, failedId, rejectedId, cancelledId);
        assertThat(collector.all()).allMatch(span -> videos.contains("video_" + span.traceId()));
        assertThat(collector.all()).noneMatch(span -> Stream.of("sk-", "prompt 92b4").anyMatch(span.toString()::contains));
        assertThat(collector.apiKeys()).isNotEmpty().containsOnly("of the collector");
    }

    private static ReceivedSpan named(String name, List<ReceivedSpan> spans) {
        return spans.stream().filter(span -> span.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<String> changes(String id) {
        return changeLines(id).stream()
                .map(line -> field(line, "version") + " " + field(line, "from") + " " + field(line, "status")).toList();
    }

    private static List<JsonObject> changeLines(String id) {
        return lines.stream().filter(line -> line.getString("level").equals("INFO") && id.equals(field(line, "videoId"))
                && field(line, "status") != null).toList();
    }

    private static String field(JsonObject line, String name) {
        return line.getJsonObject("mdc", new JsonObject()).getString(name);
    }
}
