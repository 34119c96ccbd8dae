package dev.reelay.upstream.dialect.sora;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import dev.reelay.upstream.FaultyUpstreamProfile;
import dev.reelay.upstream.dialect.DialectContractTest;

/** Tests the dialect of the contract on a real socket. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class SoraDialectTest extends DialectContractTest {
    @Override
    protected String name() {
        return "sora";
    }

    @Override
    protected Sample accepted(String id) {
        return new Sample(200, "{\"id\":\"%s\",\"status\":\"submitted\"}".formatted(id));
    }

    @Override
    protected Sample running(boolean withProgress) {
        return new Sample(200, "{\"status\":\"in_progress\"%s}".formatted(withProgress ? ",\"progress\":40" : ""));
    }

    @Override
    protected Sample completed() {
        return new Sample(200, "{\"status\":\"completed\",\"progress\":100,\"url\":\"https://storage.example.com/v.mp4\"}");
    }

    @Override
    protected Sample failed() {
        return new Sample(200, "{\"status\":\"failed\",\"error\":\"It broke\"}");
    }

    @Override
    protected Sample moderated() {
        return new Sample(200, "{\"status\":\"failed\",\"error\":\"Content policy violation\"}");
    }

    @Override
    protected Sample invalid() {
        return new Sample(400, "{\"error\":{\"code\":\"invalid_request\",\"message\":\"No such size\"}}");
    }

    @Override
    protected Sample withoutCredit() {
        return new Sample(403, "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"Top up\"}}");
    }

    @Override
    protected Sample wrongKey() {
        return new Sample(401, "{\"error\":{\"code\":\"authentication_error\",\"message\":\"No\"}}");
    }

    @Override
    protected void checkCreate(Received create) {
        assertThat(create.method()).isEqualTo("POST");
        assertThat(create.uri()).isEqualTo("/base/v1/videos");
        assertThat(create.headers().get("Authorization")).isEqualTo(KEY);
        assertThat(create.headers().get("Idempotency-Key")).isEqualTo(ID.value());
        assertThat(create.headers().get("Content-Type")).startsWith("multipart/form-data");
        assertThat(create.text()).contains(SPEC.prompt(), "name=\"prompt\"", "name=\"model\"", OFFER.model(), "name=\"size\"",
                "1280x720", "name=\"seconds\"");
    }

    @Override
    protected void checkStatus(Received request) {
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.uri()).isEqualTo("/base/v1/videos/up%201%2F2");
        assertThat(request.headers().get("Authorization")).isEqualTo(KEY);
    }
}
