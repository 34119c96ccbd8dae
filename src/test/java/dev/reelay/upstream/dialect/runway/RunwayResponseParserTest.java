package dev.reelay.upstream.dialect.runway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.reelay.upstream.dialect.ContentLocation;
import dev.reelay.upstream.dialect.Submission.Rejected;
import dev.reelay.upstream.dialect.UpstreamException;
import dev.reelay.upstream.dialect.UpstreamResponse;
import dev.reelay.upstream.dialect.UpstreamStatus;
import dev.reelay.upstream.dialect.UpstreamStatus.Completed;
import dev.reelay.upstream.dialect.UpstreamStatus.Failed;
import dev.reelay.upstream.dialect.UpstreamStatus.Running;
import dev.reelay.video.Failure;

class RunwayResponseParserTest {
    @ParameterizedTest
    @ValueSource(strings = { "PENDING", "THROTTLED", "RUNNING" })
    void waitingTaskIsNoError(String status) {
        assertThat(status("{\"status\":\"%s\"}".formatted(status))).isEqualTo(new Running(Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({ "0,0", "0.004,0", "0.42,42", "0.555,56", "1,100", "1.5,100", "-1,0" })
    void progressIsAFractionOfOne(String fraction, int percent) {
        assertThat(status("{\"status\":\"RUNNING\",\"progress\":%s}".formatted(fraction)))
                .isEqualTo(new Running(Optional.of(percent)));
    }

    @Test
    void firstOutputIsTheVideo() {
        assertThat(status("{\"status\":\"SUCCEEDED\",\"output\":[\"https://a/1\",\"https://a/2\"]}")).isEqualTo(
                new Completed(new ContentLocation(Optional.of(URI.create("https://a/1"))), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = { "[]", "null", "[\"file:/etc/passwd\"]", "[7]", "\"https://a/1\"" })
    void successWithoutAUsableUrlIsNoEnd(String output) {
        assertThatExceptionOfType(UpstreamException.class)
                .isThrownBy(() -> status("{\"status\":\"SUCCEEDED\",\"output\":%s}".formatted(output)));
    }

    @ParameterizedTest
    @CsvSource({ "SAFETY.OUTPUT.VIDEO,content_policy_violation", "INPUT_PREPROCESSING.SAFETY.TEXT,content_policy_violation",
            "SAFETY,content_policy_violation", "UNSAFETY.X,UNSAFETY.X", "ASSET.INVALID,ASSET.INVALID", "'',upstream_error" })
    void codeWithSafetyIsAModeration(String code, String expected) {
        assertThat(status("{\"status\":\"FAILED\",\"failure\":\"f\",\"failureCode\":\"%s\"}".formatted(code)))
                .isEqualTo(new Failed(new Failure(expected, "f")));
    }

    @Test
    void cancelledTaskIsACancelledVideo() {
        assertThat(status("{\"status\":\"CANCELLED\"}")).isInstanceOfSatisfying(Failed.class,
                failed -> assertThat(failed.why().code()).isEqualTo("cancelled"));
    }

    @Test
    void rejectionNamesItsFirstIssue() {
        String body = "{\"error\":\"Validation of body failed\",\"issues\":[{\"message\":\"Invalid ratio\"},{\"message\":\"x\"}]}";

        assertThat(RunwayResponseParser.submission(http(400, body))).isInstanceOfSatisfying(Rejected.class,
                rejected -> assertThat(rejected.why())
                        .isEqualTo(new Failure("invalid_request", "Validation of body failed: Invalid ratio")));
    }

    private static UpstreamStatus status(String body) {
        return RunwayResponseParser.status(http(200, body));
    }

    private static UpstreamResponse http(int status, String body) {
        return new UpstreamResponse(status, body, Optional.empty(), Optional.empty());
    }
}
