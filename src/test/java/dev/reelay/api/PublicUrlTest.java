package dev.reelay.api;

import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.TestDatabase.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import dev.reelay.upstream.TwoUpstreamsProfile;

/** With {@code reelay.public-url}, the address that a request was sent to does not matter. */
@QuarkusTest
@TestProfile(TwoUpstreamsProfile.class)
class PublicUrlTest {
    @Test
    void urlOfVideoIsBelowPublicUrl() {
        String id = create(ALICE, "a dog behind a proxy");

        assertThat(awaitEnd(ALICE, id, "completed").getString("url"))
                .isEqualTo(TwoUpstreamsProfile.PUBLIC_URL + "/v1/videos/" + id + "/content");
    }
}
