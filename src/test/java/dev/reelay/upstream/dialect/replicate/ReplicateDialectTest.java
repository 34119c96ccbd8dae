package dev.reelay.upstream.dialect.replicate;

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
import dev.reelay.upstream.dialect.Handle;
import dev.reelay.upstream.dialect.NotSubmittedException;
import dev.reelay.upstream.dialect.Submission.Rejected;
import dev.reelay.upstream.dialect.Submission.RetryLater;
import dev.reelay.upstream.http.ProviderJson;

/** Tests Replicate's dialect on a real socket. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class ReplicateDialectTest extends DialectContractTest {
    private static final int TOO_LONG_FOR_JSON = 200_000;

    @Override
    protected String name() {
        return "replicate";
    }

    @Override
    protected Sample accepted(String id) {
        return new Sample(201, """
                {"id":"%s","status":"starting","output":null,"error":null,"logs":"",
                 "urls":{"get":"https://api.replicate.com/v1/predictions/%s"}}"""
                .formatted(id, new Handle(id).pathSegment()));
    }

    @Override
    protected Sample running(boolean withProgress) {
        return new Sample(200, "{\"id\":\"up\",\"status\":\"processing\",\"output\":null,\"logs\":\"%s\"}".formatted(
                withProgress ? "seed: 7\\n 20%|##        | 4/20 [00:01]\\n 40%|####      | 8/20 [00:02]\\nstill busy"
                        : "seed"));
    }

    @Override
    protected Sample completed() {
        return new Sample(200, """
                {"id":"up","status":"succeeded","output":"https://replicate.delivery/v.mp4","error":null,
                 "created_at":"2026-09-01T10:00:00.123456Z","metrics":{"predict_time":60.1}}""");
    }

    @Override
    protected Sample failed() {
        return new Sample(200, "{\"id\":\"up\",\"status\":\"failed\",\"output\":null,\"error\":\"CUDA out of memory\"}");
    }

    @Override
    protected Sample moderated() {
        return new Sample(200, """
                {"id":"up","status":"failed","error":"The input or output was flagged as sensitive. (E005)"}""");
    }

    @Override
    protected Sample invalid() {
        return new Sample(422, """
                {"title":"Input validation failed","detail":"- input.duration must be 4, 6 or 8","status":422,
                 "invalid_fields":[{"type":"enum","field":"input.duration"}]}""");
    }

    @Override
    protected Sample withoutCredit() {
        return new Sample(402,
                "{\"title\":\"Insufficient credit\",\"detail\":\"You have insufficient credit\",\"status\":402}");
    }

    @Override
    protected Sample wrongKey() {
        return new Sample(401, "{\"title\":\"Unauthenticated\",\"detail\":\"You did not pass a valid token\",\"status\":401}");
    }

    @Override
    protected void checkCreate(Received create) {
        assertThat(create.method()).isEqualTo("POST");
        assertThat(create.uri()).isEqualTo("/base/predictions");
        assertThat(create.headers().get("Authorization")).isEqualTo("Bearer " + KEY);
        assertThat(create.headers().get("Prefer")).isNull();
        JsonNode body = ProviderJson.parse(create.text());
        assertThat(body.path("version").textValue()).isEqualTo("name-of-the-upstream");
        assertThat(body.size()).isEqualTo(2);
        JsonNode input = body.path("input");
        assertThat(input.path("prompt").textValue()).isEqualTo(SPEC.prompt());
        assertThat(input.path("duration").intValue()).isEqualTo(10);
        assertThat(input.path("aspect_ratio").textValue()).isEqualTo("16:9");
        assertThat(input.path("resolution").textValue()).isEqualTo("720p");
        assertThat(input.size()).isEqualTo(4);
    }

    @Override
    protected void checkStatus(Received request) {
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.uri()).isEqualTo("/base/predictions/up%201%2F2");
        assertThat(request.headers().get("Authorization")).isEqualTo("Bearer " + KEY);
    }

    @ParameterizedTest
    @ValueSource(ints = { 200, 302, 500, 503 })
    void failedUploadLeavesNoDoubtThatThereIsNoVideo(int status) {
        assertThatExceptionOfType(NotSubmittedException.class)
                .isThrownBy(() -> create(new Sample(status, "{}"), Optional.of(image(TOO_LONG_FOR_JSON))));
    }

    @Test
    void rejectedUploadIsARejectedCreate() throws IOException {
        assertThat(create(new Sample(429, "{}"), Optional.of(image(TOO_LONG_FOR_JSON)))).isInstanceOf(RetryLater.class);
        assertThat(create(wrongKey(), Optional.of(image(TOO_LONG_FOR_JSON)))).isInstanceOfSatisfying(Rejected.class,
                rejected -> assertThat(rejected.accountRejected()).isTrue());
    }
}
