package dev.reelay.upstream.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.reelay.upstream.dialect.Submission;
import dev.reelay.upstream.dialect.Submission.Rejected;
import dev.reelay.upstream.dialect.UpstreamException;
import dev.reelay.upstream.dialect.UpstreamResponse;
import dev.reelay.upstream.dialect.UpstreamStatus;
import dev.reelay.upstream.dialect.UpstreamStatus.Failed;
import dev.reelay.upstream.dialect.UpstreamStatus.Running;
import dev.reelay.video.Failure;

/** Tests the ends of an operation. */
class GeminiResponseParserTest {
    private static final String DONE = "{\"name\":\"o\",\"done\":true,%s}";

    @Test
    void operationRunsUntilItIsDone() {
        assertThat(status("{\"name\":\"o\"}")).isEqualTo(new Running(Optional.empty()));
        assertThat(status("{\"name\":\"o\",\"done\":false,\"metadata\":{\"progress\":50}}"))
                .isEqualTo(new Running(Optional.empty()));
    }

    @Test
    void doneWithAnErrorIsAFailure() {
        assertThat(failure(DONE.formatted("\"error\":{\"code\":8,\"message\":\"Later\",\"status\":\"RESOURCE_EXHAUSTED\"}")))
                .isEqualTo(new Failure("RESOURCE_EXHAUSTED", "Later"));
        assertThat(failure(DONE.formatted("\"error\":{\"code\":3,\"message\":\"Blocked by the safety filter\"}")).code())
                .isEqualTo("content_policy_violation");
    }

    @Test
    void doneWithoutSamplesIsModerated() {
        for (String videos : new String[] { "{}", "{\"generatedSamples\":[]}", "{\"raiMediaFilteredCount\":1}" }) {
            assertThat(failure(DONE.formatted("\"response\":{\"generateVideoResponse\":%s}".formatted(videos))))
                    .isEqualTo(new Failure("content_policy_violation", "The upstream withholds the video"));
        }
    }

    @Test
    void doneWithoutAUsableUriIsNoSuccess() {
        for (String end : new String[] { "\"response\":{}", "\"metadata\":{}",
                "\"response\":{\"generateVideoResponse\":{\"generatedSamples\":[{\"video\":{\"uri\":\"gs://b/v.mp4\"}}]}}" }) {
            assertThatExceptionOfType(UpstreamException.class).isThrownBy(() -> status(DONE.formatted(end)));
        }
    }

    @Test
    void rejectionTellsTheKeyFromThePromptAndTheRequest() {
        assertThat(rejected(403, "{\"error\":{\"message\":\"No\",\"status\":\"PERMISSION_DENIED\"}}").accountRejected())
                .isTrue();
        assertThat(rejected(400, "{\"error\":{\"message\":\"No\",\"status\":\"API_KEY_INVALID\"}}").accountRejected()).isTrue();
        assertThat(rejected(400, "{\"error\":{\"message\":\"Blocked by the safety filter\"}}").why().code())
                .isEqualTo("content_policy_violation");
        assertThat(rejected(404, "<html>").why())
                .isEqualTo(new Failure("invalid_request", "The upstream rejected the request with HTTP 404"));
    }

    private static UpstreamStatus status(String body) {
        return GeminiResponseParser.status(new UpstreamResponse(200, body, Optional.empty(), Optional.empty()));
    }

    private static Failure failure(String body) {
        return ((Failed) status(body)).why();
    }

    private static Rejected rejected(int code, String body) {
        Submission outcome = GeminiResponseParser
                .submission(new UpstreamResponse(code, body, Optional.empty(), Optional.empty()));
        return (Rejected) outcome;
    }
}
