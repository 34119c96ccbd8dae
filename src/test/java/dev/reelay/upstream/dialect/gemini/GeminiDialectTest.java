package dev.reelay.upstream.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import dev.reelay.upstream.FaultyUpstreamProfile;
import dev.reelay.upstream.dialect.DialectContractTest;
import dev.reelay.upstream.dialect.Handle;
import dev.reelay.upstream.http.ProviderJson;

/** Tests the dialect of the Gemini API on a real socket. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class GeminiDialectTest extends DialectContractTest {
    @Override
    protected String name() {
        return "gemini";
    }

    @Override
    protected boolean hasProgress() {
        return false;
    }

    /** A name is a path, so its id is encoded once for the name, and once more for the URL. */
    @Override
    protected Sample accepted(String id) {
        return new Sample(200, "{\"name\":\"models/veo/operations/%s\"}".formatted(new Handle(id).pathSegment()));
    }

    @Override
    protected Sample running(boolean withProgress) {
        return new Sample(200, "{\"name\":\"models/veo/operations/a\",\"metadata\":{}}");
    }

    @Override
    protected Sample completed() {
        return new Sample(200, """
                {"name":"models/veo/operations/a","done":true,"response":{"generateVideoResponse":{"generatedSamples":[
                 {"video":{"uri":"https://files.example.com/v1beta/files/x:download?alt=media"}}]}}}""");
    }

    @Override
    protected Sample failed() {
        return new Sample(200,
                "{\"name\":\"models/veo/operations/a\",\"done\":true,\"error\":{\"code\":13,\"message\":\"Broken\"}}");
    }

    @Override
    protected Sample moderated() {
        return new Sample(200, """
                {"name":"models/veo/operations/a","done":true,
                 "response":{"generateVideoResponse":{"raiMediaFilteredCount":1,"raiMediaFilteredReasons":["Violent"]}}}""");
    }

    @Override
    protected Sample invalid() {
        return new Sample(400, "{\"error\":{\"code\":400,\"message\":\"Not 8 s\",\"status\":\"INVALID_ARGUMENT\"}}");
    }

    @Override
    protected Sample withoutCredit() {
        return new Sample(402, "{\"error\":{\"message\":\"Pay first\"}}");
    }

    @Override
    protected Sample wrongKey() {
        return new Sample(400, """
                {"error":{"code":400,"message":"API key not valid","status":"INVALID_ARGUMENT",
                 "details":[{"reason":"API_KEY_INVALID"}]}}""");
    }

    @Override
    protected void checkCreate(Received create) {
        assertThat(create.method()).isEqualTo("POST");
        assertThat(create.uri()).isEqualTo("/base/models/name-of-the-upstream:predictLongRunning");
        assertThat(create.headers().get("x-goog-api-key")).isEqualTo(KEY);
        JsonNode body = ProviderJson.parse(create.text());
        JsonNode instance = body.path("instances").path(0);
        assertThat(instance.path("prompt").textValue()).isEqualTo(SPEC.prompt());
        assertThat(instance.size()).isEqualTo(1);
        JsonNode parameters = body.path("parameters");
        assertThat(parameters.path("durationSeconds").intValue()).isEqualTo(10);
        assertThat(parameters.path("aspectRatio").textValue()).isEqualTo("16:9");
        assertThat(parameters.path("resolution").textValue()).isEqualTo("720p");
        assertThat(parameters.size()).isEqualTo(3);
        assertThat(body.size()).isEqualTo(2);
    }

    @Override
    protected void checkStatus(Received request) {
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.uri()).isEqualTo("/base/models/veo/operations/up%25201%252F2");
        assertThat(request.headers().get("x-goog-api-key")).isEqualTo(KEY);
    }
}
