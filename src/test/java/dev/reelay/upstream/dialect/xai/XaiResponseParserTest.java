package dev.reelay.upstream.dialect.xai;

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

/** Tests the answers of xAI that look like another one. */
class XaiResponseParserTest {
    @Test
    void statusCode202IsPendingWhateverItsBody() {
        assertThat(status(202, "")).isEqualTo(new Running(Optional.empty()));
        assertThat(status(202, "{\"status\":\"done\"}")).isEqualTo(new Running(Optional.empty()));
        assertThat(status(202, "{\"status\":\"pending\",\"progress\":101}")).isEqualTo(new Running(Optional.of(100)));
        assertThat(status("{\"status\":\"pending\",\"progress\":\"7\"}")).isEqualTo(new Running(Optional.empty()));
    }

    @Test
    void videoWithoutAStatusIsDone() {
        assertThat(status("{\"video\":{\"url\":\"https://a/v.mp4\"}}")).isEqualTo(
                new Completed(new ContentLocation(Optional.of(URI.create("https://a/v.mp4"))), Optional.empty()));
    }

    @Test
    void doneIsNoSuccessWithoutAUrlOrRespectedModeration() {
        assertThat(failure("{\"status\":\"done\",\"video\":{\"url\":\"https://a/v.mp4\",\"respect_moderation\":false}}").code())
                .isEqualTo("content_policy_violation");
        assertThat(failure("{\"video\":{\"url\":\"https://a/v.mp4\",\"respect_moderation\":false}}").code())
                .isEqualTo("content_policy_violation");
        assertThatExceptionOfType(UpstreamException.class).isThrownBy(() -> status("{\"status\":\"done\"}"));
        assertThatExceptionOfType(UpstreamException.class)
                .isThrownBy(() -> status("{\"status\":\"done\",\"video\":{\"url\":\"v.mp4\",\"respect_moderation\":true}}"));
    }

    @Test
    void failureHasItsReasonInBothForms() {
        assertThat(failure("{\"status\":\"failed\",\"error\":{\"code\":\"internal_error\",\"message\":\"Broken\"}}"))
                .isEqualTo(new Failure("internal_error", "Broken"));
        assertThat(failure("{\"status\":\"failed\",\"code\":\"internal_error\",\"error\":\"Broken\"}"))
                .isEqualTo(new Failure("internal_error", "Broken"));
        assertThat(failure("{\"status\":\"failed\"}"))
                .isEqualTo(new Failure("upstream_error", "The upstream gives no reason"));
        assertThat(failure("{\"status\":\"expired\"}").code()).isEqualTo("expired");
    }

    @Test
    void rejectionHasItsReasonInBothForms() {
        assertThat(rejected(422, "{\"error\":{\"message\":\"Bad\",\"code\":\"x\"}}").why())
                .isEqualTo(new Failure("invalid_request", "Bad"));
        assertThat(rejected(400, "{\"code\":\"x\",\"error\":\"Bad\"}").why()).isEqualTo(new Failure("invalid_request", "Bad"));
        assertThat(rejected(400, "{\"code\":\"x\",\"error\":\"Rejected by content moderation\"}").why().code())
                .isEqualTo("content_policy_violation");
    }

    private static UpstreamStatus status(String body) {
        return status(200, body);
    }

    private static UpstreamStatus status(int code, String body) {
        return XaiResponseParser.status(new UpstreamResponse(code, body, Optional.empty(), Optional.empty()));
    }

    private static Failure failure(String body) {
        return ((Failed) status(body)).why();
    }

    private static Rejected rejected(int code, String body) {
        Submission outcome = XaiResponseParser
                .submission(new UpstreamResponse(code, body, Optional.empty(), Optional.empty()));
        return (Rejected) outcome;
    }
}
