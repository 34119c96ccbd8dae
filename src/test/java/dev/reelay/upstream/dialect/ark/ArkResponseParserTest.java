package dev.reelay.upstream.dialect.ark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.reelay.upstream.dialect.ContentLocation;
import dev.reelay.upstream.dialect.Submission;
import dev.reelay.upstream.dialect.Submission.Rejected;
import dev.reelay.upstream.dialect.UpstreamException;
import dev.reelay.upstream.dialect.UpstreamResponse;
import dev.reelay.upstream.dialect.UpstreamStatus;
import dev.reelay.upstream.dialect.UpstreamStatus.Completed;
import dev.reelay.upstream.dialect.UpstreamStatus.Failed;
import dev.reelay.upstream.dialect.UpstreamStatus.Running;
import dev.reelay.video.Failure;

/** Tests the states of a task. */
class ArkResponseParserTest {
    @Test
    void taskIsInProgressUntilItHasEnded() {
        assertThat(status("{\"status\":\"queued\"}")).isEqualTo(new Running(Optional.empty()));
        assertThat(status("{\"status\":\"running\"}")).isEqualTo(new Running(Optional.empty()));
    }

    @Test
    void signedUrlIsKeptAsItIs() {
        assertThat(status("{\"status\":\"succeeded\",\"content\":{\"video_url\":\"https://a/v.mp4?s=1%2F2\"}}")).isEqualTo(
                new Completed(new ContentLocation(Optional.of(URI.create("https://a/v.mp4?s=1%2F2"))), Optional.empty()));
    }

    @Test
    void succeededWithoutAVideoIsNoSuccess() {
        assertThatExceptionOfType(UpstreamException.class).isThrownBy(() -> status("{\"status\":\"succeeded\"}"));
        assertThatExceptionOfType(UpstreamException.class)
                .isThrownBy(() -> status("{\"status\":\"succeeded\",\"content\":{\"video_url\":null}}"));
    }

    @Test
    void endsWithoutAVideoAreFailures() {
        assertThat(failure("{\"status\":\"failed\",\"error\":null}"))
                .isEqualTo(new Failure("upstream_error", "The upstream gives no reason"));
        assertThat(
                failure("{\"status\":\"failed\",\"error\":{\"code\":\"InputImageSensitiveContentDetected.Privacy\"}}").code())
                .isEqualTo("content_policy_violation");
        assertThat(failure("{\"status\":\"cancelled\"}").code()).isEqualTo("cancelled");
        assertThat(failure("{\"status\":\"expired\"}").code()).isEqualTo("expired");
    }

    @Test
    void rejectionTellsTheKeyFromThePromptAndTheRequest() {
        assertThat(rejected(403, "{\"error\":{\"code\":\"AccessDenied\",\"message\":\"No\"}}").accountRejected()).isTrue();
        assertThat(rejected(400, "{\"error\":{\"code\":\"InputTextSensitiveContentDetected\",\"message\":\"No\"}}").why())
                .isEqualTo(new Failure("content_policy_violation", "No"));
        assertThat(rejected(404, "{\"error\":{\"code\":\"ModelNotOpen\",\"message\":\"No\"}}").why())
                .isEqualTo(new Failure("invalid_request", "No"));
    }

    private static UpstreamStatus status(String body) {
        return ArkResponseParser.status(new UpstreamResponse(200, body, Optional.empty(), Optional.empty()));
    }

    private static Failure failure(String body) {
        return ((Failed) status(body)).why();
    }

    private static Rejected rejected(int code, String body) {
        Submission outcome = ArkResponseParser
                .submission(new UpstreamResponse(code, body, Optional.empty(), Optional.empty()));
        return (Rejected) outcome;
    }
}
