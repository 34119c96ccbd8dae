package dev.reelay.upstream.dialect.sora;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import dev.reelay.upstream.FaultyUpstreamProfile;

/** Tests the dialect of the contract on a real socket. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class SoraDialectTest extends SoraSamplesTest {
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
