package dev.reelay.upstream.dialect.runway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import dev.reelay.upstream.FaultyUpstreamProfile;
import dev.reelay.upstream.dialect.DialectContractTest;
import dev.reelay.upstream.dialect.NotSubmittedException;
import dev.reelay.upstream.dialect.Submission.Rejected;
import dev.reelay.upstream.dialect.Submission.RetryLater;
import dev.reelay.upstream.http.ProviderJson;

/** Tests Runway's dialect on a real socket. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class RunwayDialectTest extends DialectContractTest {
    private static final int TOO_LONG_FOR_JSON = 4_000_000;

    @Override
    protected String name() {
        return "runway";
    }

    @Override
    protected Sample accepted(String id) {
        return new Sample(200, "{\"id\":\"%s\",\"estimatedCost\":{\"credits\":120}}".formatted(id));
    }

    @Override
    protected Sample running(boolean withProgress) {
        return new Sample(200, withProgress
                ? "{\"id\":\"up\",\"status\":\"RUNNING\",\"progress\":0.4,\"estimatedCost\":{\"credits\":120}}"
                : "{\"id\":\"up\",\"status\":\"THROTTLED\",\"estimatedCost\":{\"credits\":120}}");
    }

    @Override
    protected Sample completed() {
        return new Sample(200,
                "{\"id\":\"up\",\"status\":\"SUCCEEDED\",\"output\":[\"https://storage.example.com/v.mp4?sig=1\"]}");
    }

    @Override
    protected Sample failed() {
        return new Sample(200,
                """
                        {"id":"up","status":"FAILED","failure":"The output was unusable","failureCode":"INTERNAL.BAD_OUTPUT.CODE01"}""");
    }

    @Override
    protected Sample moderated() {
        return new Sample(200, """
                {"id":"up","status":"FAILED","failure":"Not allowed","failureCode":"SAFETY.INPUT.TEXT"}""");
    }

    @Override
    protected Sample invalid() {
        return new Sample(400, """
                {"error":"Validation of body failed","issues":[{"message":"Invalid ratio","path":["ratio"]}]}""");
    }

    @Override
    protected Sample withoutCredit() {
        return new Sample(400, "{\"error\":\"You do not have enough credits to run this task.\"}");
    }

    @Override
    protected Sample wrongKey() {
        return new Sample(401, "{\"error\":\"Invalid key\"}");
    }

    @Override
    protected void checkCreate(Received create) {
        assertThat(create.method()).isEqualTo("POST");
        assertThat(create.uri()).isEqualTo("/base/v1/text_to_video");
        assertThat(create.headers().get("Authorization")).isEqualTo("Bearer " + KEY);
        assertThat(create.headers().get("X-Runway-Version")).isEqualTo("2024-11-06");
        JsonNode body = ProviderJson.parse(create.text());
        assertThat(body.path("model").textValue()).isEqualTo("name-of-the-upstream");
        assertThat(body.path("promptText").textValue()).isEqualTo(SPEC.prompt());
        assertThat(body.path("duration").intValue()).isEqualTo(10);
        assertThat(body.path("ratio").textValue()).isEqualTo("1280:720");
        assertThat(body.size()).isEqualTo(4);
    }

    @Override
    protected void checkStatus(Received request) {
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.uri()).isEqualTo("/base/v1/tasks/up%201%2F2");
        assertThat(request.headers().get("Authorization")).isEqualTo("Bearer " + KEY);
        assertThat(request.headers().get("X-Runway-Version")).isEqualTo("2024-11-06");
    }

    @ParameterizedTest
    @ValueSource(ints = { 302, 500, 503 })
    void failedUploadLeavesNoDoubtThatThereIsNoVideo(int status) {
        assertThatExceptionOfType(NotSubmittedException.class)
                .isThrownBy(() -> create(new Sample(status, "{}"), Optional.of(image(TOO_LONG_FOR_JSON))));
    }

    @Test
    void uploadWithoutAnAddressLeavesNoDoubtThatThereIsNoVideo() {
        assertThatExceptionOfType(NotSubmittedException.class)
                .isThrownBy(() -> create(accepted("up"), Optional.of(image(TOO_LONG_FOR_JSON))));
    }

    @Test
    void rejectedUploadIsARejectedCreate() throws IOException {
        assertThat(create(new Sample(429, "{}"), Optional.of(image(TOO_LONG_FOR_JSON)))).isInstanceOf(RetryLater.class);
        assertThat(create(wrongKey(), Optional.of(image(TOO_LONG_FOR_JSON)))).isInstanceOfSatisfying(Rejected.class,
                rejected -> assertThat(rejected.accountRejected()).isTrue());
    }
}
