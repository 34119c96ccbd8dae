package dev.reelay.upstream.dialect.sora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.reelay.upstream.dialect.ContentLocation;
import dev.reelay.upstream.dialect.Handle;
import dev.reelay.upstream.dialect.Submission;
import dev.reelay.upstream.dialect.Submission.Accepted;
import dev.reelay.upstream.dialect.Submission.OutcomeUnknown;
import dev.reelay.upstream.dialect.Submission.Rejected;
import dev.reelay.upstream.dialect.Submission.RetryLater;
import dev.reelay.upstream.dialect.UpstreamException;
import dev.reelay.upstream.dialect.UpstreamResponse;
import dev.reelay.upstream.dialect.UpstreamStatus.Completed;
import dev.reelay.upstream.dialect.UpstreamStatus.Failed;
import dev.reelay.upstream.dialect.UpstreamStatus.Running;
import dev.reelay.video.Failure;

class SoraResponseParserTest {

    @Test
    void responseWithAnIdIsAccepted() {
        assertThat(created(200, "{\"id\":\"video_abc\",\"status\":\"submitted\"}"))
                .isEqualTo(new Accepted(new Handle("video_abc")));
    }

    @Test
    void rejectionKeepsTheUpstreamsCodeAndMessage() {
        assertThat(created(400, "{\"error\":{\"code\":\"content_policy_violation\",\"message\":\"No violence\"}}"))
                .isEqualTo(new Rejected(new Failure("content_policy_violation", "No violence"), false));
        assertThat(created(403, "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"Top up\"}}"))
                .isEqualTo(new Rejected(new Failure("insufficient_quota", "Top up"), true));
        assertThat(created(400, "<html>no</html>"))
                .isEqualTo(
                        new Rejected(new Failure("upstream_error", "The upstream rejected the request with HTTP 400"), false));
    }

    @Test
    void rejectedGatewayKeyIsAnUpstreamError() {
        assertThat(created(401, "{\"error\":{\"code\":\"authentication_error\",\"message\":\"Bad key sk-secret\"}}"))
                .isEqualTo(new Rejected(new Failure("upstream_error", "The upstream does not accept the gateway's own key"),
                        true));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = { "429, -, 0", "429, 7, 0", "503, 7, 7", "503, 100000, 300", "503, 0, 2",
            "503, 'Wed, 21 Oct 2026 07:28:00 GMT', 2" })
    void retryLaterHasTheDelayOfTheResponse(int status, String retryAfter, long seconds) {
        assertThat(SoraResponseParser
                .submission(new UpstreamResponse(status, "{}", Optional.ofNullable(retryAfter), Optional.empty())))
                .isEqualTo(new RetryLater("HTTP " + status, Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @CsvSource({ "500, {}", "502, <html>", "503, ''", "504, ''" })
    void serverErrorOnCreateThrowsAnOutage(int status, String body) {
        assertThatExceptionOfType(UpstreamException.class).isThrownBy(() -> created(status, body))
                .matches(UpstreamException::isOutage);
    }

    @ParameterizedTest
    @ValueSource(strings = { "{}", "<html>", "" })
    void createWithoutAnIdInTheResponseHasAnUnknownOutcome(String body) {
        assertThat(created(200, body)).isInstanceOf(OutcomeUnknown.class);
    }

    @ParameterizedTest
    @ValueSource(strings = { "submitted", "queued", "pending", "in_progress", "processing", "running", "IN_PROGRESS" })
    void synonymOfRunningIsRunning(String word) {
        assertThat(SoraResponseParser.status(http(200, "{\"status\":\"%s\",\"progress\":45}".formatted(word))))
                .isEqualTo(new Running(Optional.of(45)));
    }

    @ParameterizedTest
    @CsvSource({ "-5, 0", "101, 100", "45.7, 45", "'\"45\"', 45" })
    void progressIsParsedAndLimitedToAPercentage(String progress, int understood) {
        assertThat(SoraResponseParser.status(http(200, "{\"status\":\"in_progress\",\"progress\":%s}".formatted(progress))))
                .isEqualTo(new Running(Optional.of(understood)));
    }

    @ParameterizedTest
    @ValueSource(strings = { "null", "\"x\"", "{}", "\"-5\"" })
    void progressThatIsNoNumberIsAbsent(String progress) {
        assertThat(SoraResponseParser.status(http(200, "{\"status\":\"in_progress\",\"progress\":%s}".formatted(progress))))
                .isEqualTo(new Running(Optional.empty()));
        assertThat(SoraResponseParser.status(http(200, "{\"status\":\"in_progress\"}")))
                .isEqualTo(new Running(Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = { "completed", "succeeded", "success", "Completed" })
    void synonymOfCompletedIsCompleted(String word) {
        assertThat(SoraResponseParser.status(http(200, "{\"status\":\"%s\"}".formatted(word))))
                .isEqualTo(new Completed(ContentLocation.BY_HANDLE, Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "\"Content policy violation\" | content_policy_violation | Content policy violation",
            "\"Out of credit\",\"code\":\"insufficient_quota\" | insufficient_quota | Out of credit",
            "{\"code\":\"moderation_blocked\",\"message\":\"Blocked\"} | content_policy_violation | Blocked",
            "null | upstream_error | The upstream gives no reason",
            "{\"code\":\"a whole sentence\",\"message\":\"It broke\"} | upstream_error | It broke",
            "\"It broke\" | upstream_error | It broke" })
    void failureKeepsItsReasonInEachFormat(String error, String code, String message) {
        assertThat(SoraResponseParser.status(http(200, "{\"status\":\"failed\",\"error\":%s}".formatted(error))))
                .isEqualTo(new Failed(new Failure(code, message)));
    }

    @Test
    void videoCancelledByTheUpstreamIsFailed() {
        assertThat(SoraResponseParser.status(http(200, "{\"status\":\"cancelled\"}")))
                .isEqualTo(new Failed(new Failure("cancelled", "The upstream cancelled the video")));
    }

    @ParameterizedTest
    @CsvSource({ "500, {}", "404, {}", "429, {}", "401, {}", "200, <html>", "200, ''", "200, []", "200, {}" })
    void unusableStatusResponseThrowsAndDoesNotEndTheVideo(int status, String body) {
        assertThatExceptionOfType(UpstreamException.class).isThrownBy(() -> SoraResponseParser.status(http(status, body)));
    }

    @Test
    void unknownStatusThrowsAndDoesNotEndTheVideo() {
        assertThatExceptionOfType(UpstreamException.class)
                .isThrownBy(() -> SoraResponseParser.status(http(200, "{\"status\":\"dreaming\"}")))
                .withMessageContaining("dreaming");
    }

    @Test
    void failureKeepsTheUpstreamsRequestId() {
        UpstreamResponse rejected = new UpstreamResponse(400, "{}", Optional.empty(), Optional.of("req-7"));

        assertThat(SoraResponseParser.submission(rejected)).isInstanceOfSatisfying(Rejected.class,
                outcome -> assertThat(outcome.why().upstreamRequestId()).contains("req-7"));
    }

    private static UpstreamResponse http(int status, String body) {
        return new UpstreamResponse(status, body, Optional.empty(), Optional.empty());
    }

    private Submission created(int status, String body) {
        return SoraResponseParser.submission(http(status, body));
    }
}
