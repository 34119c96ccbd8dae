package dev.reelay.upstream.account;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;

import jakarta.inject.Inject;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.testing.Metrics;
import dev.reelay.upstream.MeteredUpstream;
import dev.reelay.upstream.TwoUpstreamsProfile;
import dev.reelay.video.VideoId;

/** An account with a URL, limits and a poll interval of its own, beside accounts with the general ones. */
@QuarkusTest
@TestProfile(TwoUpstreamsProfile.class)
class AccountSettingsTest {
    private final String id = VideoId.random().value();
    private final String prompt = "prompt " + UUID.randomUUID();

    @Inject
    Pool pool;

    MeteredUpstream upstream;

    @BeforeEach
    void giveVideosToCOnlyByName() {
        TwoUpstreamsProfile.keepNewVideosFromC(pool);
    }

    @Test
    void videoIsMadePolledAndDownloadedAtTheUrlOfItsAccount() {
        insert("SUBMITTED");

        awaitEnd(ALICE, id, "completed");
        byte[] content = as(ALICE).get("/v1/videos/{id}/content", id).then().statusCode(200).extract().asByteArray();

        assertThat(content).isNotEmpty();
        assertThat(upstream.sales()).filteredOn(sale -> sale.prompt().equals(prompt)).singleElement()
                .satisfies(sale -> {
                    assertThat(sale.account()).isEqualTo(TwoUpstreamsProfile.KEY_OF_C);
                    assertThat(sale.idempotencyKey()).isEqualTo(id);
                    assertThat(upstream.calls()).filteredOn(call -> call.video().equals(sale.id()))
                            .extracting(call -> call.operation()).contains(Operation.STATUS, Operation.CONTENT);
                });
        assertThat(upstream.violations()).isEmpty();
    }

    @Test
    void createWithUnknownOutcomeIsNotRepeatedWhereTheAccountIsNotIdempotent() {
        insert("SUBMITTING");

        JsonPath video = awaitEnd(ALICE, id, "failed");

        assertThat(video.getString("error")).contains("The outcome of the create is unknown");
        assertThat(upstream.sales()).noneMatch(sale -> sale.prompt().equals(prompt));
    }

    @Test
    void limitsOfTheAccountAreItsOwn() {
        pool.query("update upstream_account set set_aside_until = now() where name = 'c'").executeAndAwait();

        await().untilAsserted(() -> {
            assertThat(Metrics.read().sum("reelay_upstream_slots_left", "account=\"c\"")).isBetween(1.0, 2.0);
            assertThat(Metrics.read().sum("reelay_upstream_slots_left", "account=\"b\"")).isGreaterThan(2);
            assertThat(Metrics.read().values("reelay_upstream_breaker_open", "account")).containsExactlyInAnyOrder("b", "c",
                    "default");
        });
    }

    @Test
    void pollIntervalOfTheAccountIsTold() {
        insert("IN_PROGRESS");

        String wait = as(ALICE).get("/v1/videos/{id}", id).then().statusCode(200).extract().header("openai-poll-after-ms");

        assertThat(wait).isEqualTo("125");
        pool.query("delete from video where id = '%s'".formatted(id)).executeAndAwait();
    }

    private void insert(String status) {
        pool.query("""
                insert into video (id, owner, status, prompt, model, size, seconds, fingerprint, account, upstream_id)
                values ('%s', 'alice', '%s', '%s', 'sora-2', '1280x720', '10', '', 'c', 'video_unknown')"""
                .formatted(id, status, prompt)).executeAndAwait();
    }
}
