package dev.reelay.upstream.dialect.fal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import dev.reelay.upstream.FaultyUpstreamProfile;
import dev.reelay.upstream.dialect.DialectContractTest;
import dev.reelay.upstream.dialect.Handle;
import dev.reelay.upstream.dialect.Submission.Rejected;
import dev.reelay.upstream.http.ProviderJson;

/** Tests fal's dialect on a real socket. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class FalDialectTest extends DialectContractTest {
    private static final String REQUEST = "https://queue.fal.run/fal-ai/veo3.1/requests/";

    @Override
    protected String name() {
        return "fal";
    }

    @Override
    protected boolean hasProgress() {
        return false;
    }

    @Override
    protected Sample accepted(String id) {
        String url = REQUEST + new Handle(id).pathSegment();
        return new Sample(200, """
                {"status":"IN_QUEUE","request_id":"%s","queue_position":0,"response_url":"%s","status_url":"%s/status",
                 "cancel_url":"%s/cancel"}""".formatted(id, url, url, url));
    }

    @Override
    protected Sample running(boolean withProgress) {
        return new Sample(202, "{\"status\":\"IN_PROGRESS\",\"logs\":[{\"message\":\"40%|####\"}]}");
    }

    @Override
    protected Sample completed() {
        return new Sample(200, "{\"video\":{\"url\":\"https://storage.example.com/v.mp4\",\"content_type\":\"video/mp4\"}}");
    }

    @Override
    protected Sample failed() {
        return new Sample(504, "{\"detail\":\"Request timed out\",\"error_type\":\"request_timeout\"}");
    }

    @Override
    protected Sample moderated() {
        return new Sample(422,
                """
                        {"detail":[{"loc":["body","prompt"],"msg":"Flagged","type":"content_policy_violation","url":"https://docs"}]}""");
    }

    @Override
    protected Sample invalid() {
        return new Sample(422,
                "{\"detail\":[{\"loc\":[\"body\",\"duration\"],\"msg\":\"Not 8s\",\"type\":\"literal_error\"}]}");
    }

    @Override
    protected Sample withoutCredit() {
        return new Sample(403, "{\"detail\":\"User is locked. Reason: Exhausted balance. Top up your balance\"}");
    }

    @Override
    protected Sample wrongKey() {
        return new Sample(403, "{\"detail\":\"Cannot access application\"}");
    }

    @Override
    protected void checkCreate(Received create) {
        assertThat(create.method()).isEqualTo("POST");
        assertThat(create.uri()).isEqualTo("/base/name-of-the-upstream");
        assertThat(create.headers().get("Authorization")).isEqualTo("Key " + KEY);
        JsonNode body = ProviderJson.parse(create.text());
        assertThat(body.path("prompt").textValue()).isEqualTo(SPEC.prompt());
        assertThat(body.path("duration").intValue()).isEqualTo(10);
        assertThat(body.path("aspect_ratio").textValue()).isEqualTo("16:9");
        assertThat(body.path("resolution").textValue()).isEqualTo("720p");
        assertThat(body.size()).isEqualTo(4);
    }

    @Override
    protected void checkStatus(Received request) {
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.uri()).isEqualTo("/base/fal-ai/veo3.1/requests/up%201%2F2/status");
        assertThat(request.headers().get("Authorization")).isEqualTo("Key " + KEY);
    }

    @Test
    void rejectedParameterIsNamed() {
        assertThat(outcomeOf(invalid())).isInstanceOfSatisfying(Rejected.class,
                rejected -> assertThat(rejected.why().message()).isEqualTo("duration: Not 8s"));
    }

    @Test
    void urlOfTheAccountsOwnOriginIsKept() {
        URI own = URI.create(account().url() + "/a/b?x=1");

        assertThat(FalHandle.at(account(), own)).isEqualTo(own);
        assertThat(FalHandle.in(ProviderJson.parse("{\"status_url\":\"file:/etc/passwd\",\"response_url\":\"a\"}")))
                .isEqualTo(Optional.empty());
    }
}
