package dev.reelay.upstream.dialect.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import dev.reelay.upstream.FaultyUpstreamProfile;
import dev.reelay.upstream.dialect.DialectContractTest;
import dev.reelay.upstream.http.ProviderJson;

/** Tests OpenRouter's dialect on a real socket. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class OpenRouterDialectTest extends DialectContractTest {
    @Override
    protected String name() {
        return "openrouter";
    }

    @Override
    protected boolean hasProgress() {
        return false;
    }

    @Override
    protected Sample accepted(String id) {
        return new Sample(202, "{\"id\":\"%s\",\"polling_url\":\"/api/v1/videos/x\",\"status\":\"pending\"}".formatted(id));
    }

    @Override
    protected Sample running(boolean withProgress) {
        return new Sample(200, "{\"id\":\"up\",\"polling_url\":\"/api/v1/videos/up\",\"status\":\"in_progress\"}");
    }

    @Override
    protected Sample completed() {
        return new Sample(200, """
                {"id":"up","polling_url":"/api/v1/videos/up","status":"completed","generation_id":"gen-1",
                 "unsigned_urls":["https://openrouter.ai/api/v1/videos/up/content?index=0"],"usage":{"cost":1.2}}""");
    }

    @Override
    protected Sample failed() {
        return new Sample(200, "{\"id\":\"up\",\"status\":\"failed\",\"error\":\"The provider timed out\"}");
    }

    @Override
    protected Sample moderated() {
        return new Sample(200, "{\"id\":\"up\",\"status\":\"failed\",\"error\":\"The output was blocked by a safety filter\"}");
    }

    @Override
    protected Sample invalid() {
        return new Sample(400, "{\"error\":{\"code\":400,\"message\":\"duration: unsupported\"},\"user_id\":\"u\"}");
    }

    @Override
    protected Sample withoutCredit() {
        return new Sample(402, "{\"error\":{\"code\":402,\"message\":\"Insufficient credits\"}}");
    }

    @Override
    protected Sample wrongKey() {
        return new Sample(403, "{\"error\":{\"code\":403,\"message\":\"Only management keys can perform this operation\"}}");
    }

    @Override
    protected void checkCreate(Received create) {
        assertThat(create.method()).isEqualTo("POST");
        assertThat(create.uri()).isEqualTo("/base/videos");
        assertThat(create.headers().get("Authorization")).isEqualTo("Bearer " + KEY);
        JsonNode body = ProviderJson.parse(create.text());
        assertThat(body.path("model").textValue()).isEqualTo("name-of-the-upstream");
        assertThat(body.path("prompt").textValue()).isEqualTo(SPEC.prompt());
        assertThat(body.path("duration").intValue()).isEqualTo(10);
        assertThat(body.path("size").textValue()).isEqualTo("1280x720");
        assertThat(body.size()).isEqualTo(4);
    }

    @Override
    protected void checkStatus(Received request) {
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.uri()).isEqualTo("/base/videos/up%201%2F2");
        assertThat(request.headers().get("Authorization")).isEqualTo("Bearer " + KEY);
    }
}
