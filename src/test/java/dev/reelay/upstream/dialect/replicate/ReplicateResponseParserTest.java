package dev.reelay.upstream.dialect.replicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.time.Instant;
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

class ReplicateResponseParserTest {
    private static final URI URL = URI.create("https://replicate.delivery/v.mp4");

    @ParameterizedTest
    @ValueSource(strings = { "\"https://replicate.delivery/v.mp4\"", "[\"https://replicate.delivery/v.mp4\",\"https://x/y\"]" })
    void outputIsATextOrAList(String output) {
        assertThat(status("{\"status\":\"succeeded\",\"output\":%s}".formatted(output)))
                .isEqualTo(new Completed(new ContentLocation(Optional.of(URL)), Optional.empty()));
    }

    @Test
    void resultLivesForAnHourAfterTheCreation() {
        assertThat(status("{\"status\":\"succeeded\",\"output\":\"%s\",\"created_at\":\"2026-09-01T10:00:00.5+00:00\"}"
                .formatted(URL)))
                .isEqualTo(new Completed(new ContentLocation(Optional.of(URL)),
                        Optional.of(Instant.parse("2026-09-01T11:00:00.5Z"))));
    }

    @ParameterizedTest
    @ValueSource(strings = { "null", "[]", "{}", "\"\"", "\"data:video/mp4;base64,AA\"" })
    void successWithoutAUsableUrlIsNoEnd(String output) {
        assertThatExceptionOfType(UpstreamException.class)
                .isThrownBy(() -> status("{\"status\":\"succeeded\",\"output\":%s}".formatted(output)));
    }

    @Test
    void removedAndAbortedVideosHaveExpired() {
        assertThat(failure("{\"status\":\"succeeded\",\"output\":null,\"data_removed\":true}").code()).isEqualTo("expired");
        assertThat(failure("{\"status\":\"aborted\",\"output\":null}").code()).isEqualTo("expired");
        assertThat(failure("{\"status\":\"canceled\",\"output\":null}").code()).isEqualTo("cancelled");
    }

    @ParameterizedTest
    @CsvSource({ "flagged as sensitive,content_policy_violation", "Failed (E005),content_policy_violation",
            "NSFW content detected,content_policy_violation", "CUDA out of memory,upstream_error" })
    void messageTellsAModeration(String message, String code) {
        assertThat(failure("{\"status\":\"failed\",\"error\":\"%s\"}".formatted(message)))
                .isEqualTo(new Failure(code, message));
    }

    @ParameterizedTest
    @CsvSource({ "' 40%|####      | 8/20 [00:02]',40", "'100%|####|20/20',100", "'  5% |x| 1/20\n 10% |x| 2/20',10" })
    void lastProgressBarCounts(String logs, int percent) {
        assertThat(progress(logs)).isEqualTo(new Running(Optional.of(percent)));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "seed 7", "40% done", "x 40%|##| 8/20", "40%| 8/20" })
    void otherLogsHaveNoProgress(String logs) {
        assertThat(progress(logs)).isEqualTo(new Running(Optional.empty()));
    }

    @Test
    void rejectionHasTheUpstreamsWords() {
        assertThat(ReplicateResponseParser.submission(http(422, "{\"title\":\"t\",\"detail\":\"duration is odd\"}")))
                .isInstanceOfSatisfying(Rejected.class,
                        rejected -> assertThat(rejected.why()).isEqualTo(new Failure("invalid_request", "duration is odd")));
        assertThat(ReplicateResponseParser.submission(http(404, "{\"title\":\"Model not found\"}")))
                .isInstanceOfSatisfying(Rejected.class,
                        rejected -> assertThat(rejected.why().message()).isEqualTo("Model not found"));
    }

    private static UpstreamStatus progress(String logs) {
        return status("{\"status\":\"processing\",\"logs\":\"%s\"}".formatted(logs.replace("\n", "\\n")));
    }

    private static Failure failure(String body) {
        UpstreamStatus status = status(body);
        assertThat(status).isInstanceOf(Failed.class);
        return ((Failed) status).why();
    }

    private static UpstreamStatus status(String body) {
        return ReplicateResponseParser.status(http(200, body));
    }

    private static UpstreamResponse http(int status, String body) {
        return new UpstreamResponse(status, body, Optional.empty(), Optional.empty());
    }
}
