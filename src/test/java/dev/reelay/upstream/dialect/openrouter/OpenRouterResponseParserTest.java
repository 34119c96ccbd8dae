package dev.reelay.upstream.dialect.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.reelay.upstream.dialect.Submission.Accepted;
import dev.reelay.upstream.dialect.Submission.Rejected;
import dev.reelay.upstream.dialect.UpstreamException;
import dev.reelay.upstream.dialect.UpstreamResponse;
import dev.reelay.upstream.dialect.UpstreamStatus;
import dev.reelay.upstream.dialect.UpstreamStatus.Failed;
import dev.reelay.video.Failure;

class OpenRouterResponseParserTest {
    @ParameterizedTest
    @ValueSource(ints = { 200, 201, 202 })
    void idIsEnoughForAnAcceptedCreate(int status) {
        assertThat(OpenRouterResponseParser.submission(http(status, "{\"id\":\"gen-vid-1\"}")))
                .isInstanceOfSatisfying(Accepted.class,
                        accepted -> assertThat(accepted.handle().value()).isEqualTo("gen-vid-1"));
    }

    @Test
    void flaggedPromptIsNoFaultOfTheAccount() {
        String flagged = """
                {"error":{"code":403,"message":"Input not accepted","metadata":{"reasons":["violence"],
                 "flagged_input":"a …","provider_name":"x"}}}""";

        assertThat(OpenRouterResponseParser.submission(http(403, flagged))).isInstanceOfSatisfying(Rejected.class, rejected -> {
            assertThat(rejected.accountRejected()).isFalse();
            assertThat(rejected.why().code()).isEqualTo("content_policy_violation");
        });
    }

    @Test
    void rejectionHasTheUpstreamsWords() {
        assertThat(OpenRouterResponseParser.submission(http(413, "{\"error\":{\"message\":\"Too large\"}}")))
                .isInstanceOfSatisfying(Rejected.class,
                        rejected -> assertThat(rejected.why()).isEqualTo(new Failure("invalid_request", "Too large")));
    }

    @Test
    void endsOtherThanSuccessAreFailures() {
        assertThat(failure("{\"status\":\"failed\"}"))
                .isEqualTo(new Failure("upstream_error", "The upstream gives no reason"));
        assertThat(failure("{\"status\":\"failed\",\"error\":{\"message\":\"Out of capacity\"}}").message())
                .isEqualTo("Out of capacity");
        assertThat(failure("{\"status\":\"cancelled\"}").code()).isEqualTo("cancelled");
        assertThat(failure("{\"status\":\"expired\"}").code()).isEqualTo("expired");
    }

    @Test
    void unknownStatusKeepsTheVideoRunning() {
        assertThatExceptionOfType(UpstreamException.class)
                .isThrownBy(() -> OpenRouterResponseParser.status(http(200, "{\"status\":\"queued_twice\"}")))
                .withMessageContaining("queued_twice");
    }

    private static Failure failure(String body) {
        UpstreamStatus status = OpenRouterResponseParser.status(http(200, body));
        assertThat(status).isInstanceOf(Failed.class);
        return ((Failed) status).why();
    }

    private static UpstreamResponse http(int status, String body) {
        return new UpstreamResponse(status, body, Optional.empty(), Optional.empty());
    }
}
