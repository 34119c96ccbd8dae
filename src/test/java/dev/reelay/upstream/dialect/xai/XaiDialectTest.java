package dev.reelay.upstream.dialect.xai;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import dev.reelay.upstream.FaultyUpstreamProfile;
import dev.reelay.upstream.dialect.ContentLocation;
import dev.reelay.upstream.dialect.DialectContractTest;
import dev.reelay.upstream.dialect.Submission.Rejected;
import dev.reelay.upstream.dialect.UpstreamStatus.Completed;
import dev.reelay.upstream.dialect.UpstreamStatus.Failed;
import dev.reelay.upstream.dialect.UpstreamStatus.Running;
import dev.reelay.upstream.http.ProviderJson;

/** Tests xAI's dialect on a real socket. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class XaiDialectTest extends DialectContractTest {
    private static final String URL = "https://storage.example.com/v.mp4";

    @Override
    protected String name() {
        return "xai";
    }

    @Override
    protected Sample accepted(String id) {
        return new Sample(200, "{\"request_id\":\"%s\"}".formatted(id));
    }

    @Override
    protected Sample running(boolean withProgress) {
        return withProgress ? new Sample(202, "{\"status\":\"pending\",\"progress\":40}") : new Sample(202, "");
    }

    @Override
    protected Sample completed() {
        return new Sample(200,
                "{\"status\":\"done\",\"video\":{\"url\":\"%s\",\"duration\":10,\"respect_moderation\":true}}".formatted(URL));
    }

    @Override
    protected Sample failed() {
        return new Sample(200, "{\"status\":\"failed\",\"error\":{\"code\":\"internal\",\"message\":\"It broke\"}}");
    }

    @Override
    protected Sample moderated() {
        return new Sample(200, "{\"status\":\"done\",\"video\":{\"url\":\"\",\"respect_moderation\":false}}");
    }

    @Override
    protected Sample invalid() {
        return new Sample(400, "{\"code\":\"invalid-argument\",\"error\":\"No such ratio\"}");
    }

    @Override
    protected Sample withoutCredit() {
        return new Sample(402, "{\"error\":{\"message\":\"Top up\"}}");
    }

    @Override
    protected Sample wrongKey() {
        return new Sample(401, "{\"error\":{\"message\":\"No\",\"code\":\"unauthenticated\"}}");
    }

    @Override
    protected void checkCreate(Received create) {
        assertThat(create.method()).isEqualTo("POST");
        assertThat(create.uri()).isEqualTo("/base/videos/generations");
        assertThat(create.headers().get("Authorization")).isEqualTo("Bearer " + KEY);
        JsonNode body = ProviderJson.parse(create.text());
        assertThat(body.path("model").textValue()).isEqualTo(OFFER.model());
        assertThat(body.path("prompt").textValue()).isEqualTo(SPEC.prompt());
        assertThat(body.path("duration").intValue()).isEqualTo(10);
        assertThat(body.path("aspect_ratio").textValue()).isEqualTo("16:9");
        assertThat(body.path("resolution").textValue()).isEqualTo("720p");
        assertThat(body).hasSize(5);
    }

    @Override
    protected void checkStatus(Received request) {
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.uri()).isEqualTo("/base/videos/up%201%2F2");
        assertThat(request.headers().get("Authorization")).isEqualTo("Bearer " + KEY);
    }

    @Test
    void videoWithoutAStatusIsDone() {
        assertThat(statusOf(new Sample(200, "{\"video\":{\"url\":\"%s\"}}".formatted(URL))))
                .isEqualTo(new Completed(new ContentLocation(Optional.of(URI.create(URL))), Optional.empty()));
    }

    @Test
    void pendingRequestRunsWithAnyStatusCodeOfSuccess() {
        assertThat(statusOf(new Sample(200, "{\"status\":\"pending\"}"))).isEqualTo(new Running(Optional.empty()));
        assertThat(statusOf(new Sample(202, "{\"progress\":250}"))).isEqualTo(new Running(Optional.of(100)));
    }

    @Test
    void errorIsReadInBothForms() {
        assertThat(outcomeOf(invalid())).isInstanceOfSatisfying(Rejected.class,
                rejected -> assertThat(rejected.why().message()).isEqualTo("No such ratio"));
        assertThat(statusOf(failed())).isInstanceOfSatisfying(Failed.class,
                failed -> assertThat(failed.why().message()).isEqualTo("It broke"));
    }
}
