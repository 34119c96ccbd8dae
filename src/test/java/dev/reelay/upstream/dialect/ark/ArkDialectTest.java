package dev.reelay.upstream.dialect.ark;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import dev.reelay.upstream.FaultyUpstreamProfile;
import dev.reelay.upstream.dialect.DialectContractTest;
import dev.reelay.upstream.dialect.UpstreamStatus.Failed;
import dev.reelay.upstream.http.ProviderJson;

/** Tests Ark's dialect on a real socket. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class ArkDialectTest extends DialectContractTest {
    @Override
    protected String name() {
        return "ark";
    }

    @Override
    protected boolean hasProgress() {
        return false;
    }

    @Override
    protected Sample accepted(String id) {
        return new Sample(200, "{\"id\":\"%s\"}".formatted(id));
    }

    @Override
    protected Sample running(boolean withProgress) {
        return new Sample(200, "{\"id\":\"up\",\"status\":\"running\"}");
    }

    @Override
    protected Sample completed() {
        return new Sample(200,
                "{\"id\":\"up\",\"status\":\"succeeded\",\"content\":{\"video_url\":\"https://storage.example.com/v.mp4?sig=x\"}}");
    }

    @Override
    protected Sample failed() {
        return new Sample(200,
                "{\"status\":\"failed\",\"error\":{\"code\":\"InternalServiceError\",\"message\":\"It broke\"}}");
    }

    @Override
    protected Sample moderated() {
        return new Sample(200,
                "{\"status\":\"failed\",\"error\":{\"code\":\"OutputVideoSensitiveContentDetected\",\"message\":\"No\"}}");
    }

    @Override
    protected Sample invalid() {
        return new Sample(400, "{\"error\":{\"code\":\"InvalidParameter\",\"message\":\"No such ratio\"}}");
    }

    @Override
    protected Sample withoutCredit() {
        return new Sample(402, "{\"error\":{\"code\":\"AccountOverdue\",\"message\":\"Top up\"}}");
    }

    @Override
    protected Sample wrongKey() {
        return new Sample(401, "{\"error\":{\"code\":\"AuthenticationError\",\"message\":\"No\"}}");
    }

    @Override
    protected void checkCreate(Received create) {
        assertThat(create.method()).isEqualTo("POST");
        assertThat(create.uri()).isEqualTo("/base/contents/generations/tasks");
        assertThat(create.headers().get("Authorization")).isEqualTo("Bearer " + KEY);
        JsonNode body = ProviderJson.parse(create.text());
        assertThat(body.path("model").textValue()).isEqualTo(OFFER.model());
        assertThat(body.path("ratio").textValue()).isEqualTo("16:9");
        assertThat(body.path("resolution").textValue()).isEqualTo("720p");
        assertThat(body.path("duration").intValue()).isEqualTo(10);
        assertThat(body.path("content")).hasSize(1);
        assertThat(body.path("content").path(0).path("text").textValue()).isEqualTo(SPEC.prompt());
    }

    @Override
    protected void checkStatus(Received request) {
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.uri()).isEqualTo("/base/contents/generations/tasks/up%201%2F2");
        assertThat(request.headers().get("Authorization")).isEqualTo("Bearer " + KEY);
    }

    @ParameterizedTest
    @CsvSource({ "cancelled, cancelled", "expired, expired" })
    void taskThatNobodyWorksOnHasFailed(String status, String code) {
        assertThat(statusOf(new Sample(200, "{\"status\":\"%s\"}".formatted(status)))).isInstanceOfSatisfying(Failed.class,
                failed -> assertThat(failed.why().code()).isEqualTo(code));
    }
}
