package dev.reelay.pipeline;

import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Api.get;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.CUT;
import static dev.reelay.upstream.FaultUpstream.HANG;
import static dev.reelay.upstream.FaultUpstream.accepted;
import static dev.reelay.upstream.FaultUpstream.answer;
import static dev.reelay.upstream.FaultUpstream.completed;
import static dev.reelay.upstream.FaultUpstream.json;
import static dev.reelay.upstream.FaultUpstream.running;
import static dev.reelay.upstream.FaultUpstream.script;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.upstream.FaultUpstream.Script;
import dev.reelay.upstream.FaultyUpstreamProfile;

/** The result of a video, and the number of its creates, with a faulty upstream behind a real socket. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class UpstreamFaultsTest {
    private final String prompt = "prompt " + UUID.randomUUID();
    private final Script upstream = script(prompt);

    static Stream<Arguments> pollsThatTellNothing() {
        return Stream.of(
                Arguments.of("server error", json(500, "{}")),
                Arguments.of("bad gateway as HTML", answer(502, "text/html", "<html>Bad Gateway</html>")),
                Arguments.of("too many requests", json(429, "{}")),
                Arguments.of("not found shortly after creation", json(404, "{}")),
                Arguments.of("own key refused", json(401, "{}")),
                Arguments.of("HTML with status 200", answer(200, "text/html", "<html>Welcome</html>")),
                Arguments.of("nothing", json(200, "")),
                Arguments.of("half of a JSON", json(200, "{\"status\":\"comp")),
                Arguments.of("unknown status", json(200, "{\"status\":\"dreaming\"}")),
                Arguments.of("cut connection", CUT),
                Arguments.of("no answer", HANG));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pollsThatTellNothing")
    void failedPollDoesNotEndTheVideo(String fault, Handler<RoutingContext> answer) {
        upstream.status(running(10), answer, answer, completed());

        String id = create(ALICE, prompt);

        awaitEnd(ALICE, id, "completed");
        assertThat(upstream.creates()).containsExactly(id);
        assertThat(upstream.statusRequests()).isGreaterThanOrEqualTo(4);
    }

    static Stream<Arguments> createsThatWereNotAccepted() {
        return Stream.of(
                Arguments.of("too many requests", answerWithRetryAfter(429)),
                Arguments.of("unavailable, come again", answerWithRetryAfter(503)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("createsThatWereNotAccepted")
    void createThatWasNotAcceptedIsRepeated(String fault, Handler<RoutingContext> answer) {
        upstream.create(answer, accepted(prompt));

        String id = create(ALICE, prompt);

        awaitEnd(ALICE, id, "completed");
        assertThat(upstream.creates()).containsExactly(id, id);
    }

    static Stream<Arguments> createsThatMayHaveBeenAccepted() {
        return Stream.of(
                Arguments.of("cut connection", CUT),
                Arguments.of("no answer", HANG),
                Arguments.of("server error", json(500, "{}")),
                Arguments.of("gateway timeout", answer(504, "text/html", "<html>")),
                Arguments.of("success without an id", json(200, "{}")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("createsThatMayHaveBeenAccepted")
    void createWithUnknownOutcomeIsNotRepeated(String fault, Handler<RoutingContext> answer) {
        upstream.create(answer, accepted(prompt));

        String id = create(ALICE, prompt);

        JsonObject video = awaitEnd(ALICE, id, "failed");
        assertThat(video.getString("error_code")).isEqualTo("upstream_error");
        assertThat(video.getString("error")).contains("the upstream may have accepted it");
        assertThat(upstream.creates()).containsExactly(id);
    }

    @Test
    void rejectedCreateKeepsCodeAndMessageOfUpstream() {
        upstream.create(json(400, "{\"error\":{\"code\":\"content_policy_violation\",\"message\":\"No violence\"}}"));

        JsonObject video = awaitEnd(ALICE, create(ALICE, prompt), "failed");

        assertThat(video.getString("error_code")).isEqualTo("content_policy_violation");
        assertThat(video.getString("error")).isEqualTo("No violence");
    }

    @Test
    void failedStatusOfUpstreamFailsTheVideo() {
        upstream.status(running(10), json(200, "{\"status\":\"failed\",\"error\":\"Content policy violation\"}"));

        JsonObject video = awaitEnd(ALICE, create(ALICE, prompt), "failed");

        assertThat(video.getString("error")).isEqualTo("Content policy violation");
        assertThat(video.getString("error_code")).isEqualTo("content_policy_violation");
    }

    @Test
    void progressNeverDecreases() {
        upstream.status(running(60), running(30), running(30), running(30), running(70), running(30));

        String id = create(ALICE, prompt);

        await().until(() -> get(ALICE, id).getInteger("progress"), progress -> progress >= 60);
        await().until(() -> {
            int progress = get(ALICE, id).getInteger("progress");
            assertThat(progress).isGreaterThanOrEqualTo(60);
            return progress == 70;
        });
    }

    private static Handler<RoutingContext> answerWithRetryAfter(int status) {
        return request -> request.response().setStatusCode(status).putHeader("Retry-After", "1").end("{}");
    }
}
