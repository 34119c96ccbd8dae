package dev.reelay.upstream.account;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Api.get;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;

import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.testing.Json;
import dev.reelay.testing.Metrics;
import dev.reelay.upstream.MeteredUpstream;
import dev.reelay.upstream.TwoUpstreamsProfile;
import dev.reelay.video.VideoId;

/** An account with a URL, a model, limits and a poll interval of its own, beside accounts with the general ones. */
@QuarkusTest
@TestProfile(TwoUpstreamsProfile.class)
class AccountSettingsTest {
    private final String id = VideoId.random().value();
    private final String prompt = "prompt " + UUID.randomUUID();

    @Inject
    Pool pool;

    MeteredUpstream upstream;

    @Test
    void videoIsMadePolledAndDownloadedAtTheAccountThatOffersItsModel() {
        String id = Json.of(as(ALICE).contentType("application/json")
                .body(Map.of("prompt", prompt, "model", "sora-2-pro", "size", "1792x1024", "seconds", 8))
                .post("/v1/videos").then().statusCode(200).extract()).get("id");

        awaitEnd(ALICE, id, "completed");
        byte[] content = as(ALICE).get("/v1/videos/{id}/content", id).then().statusCode(200).extract().asByteArray();

        assertThat(content).isNotEmpty();
        assertThat(upstream.sales()).filteredOn(sale -> sale.prompt().equals(prompt)).singleElement()
                .satisfies(sale -> {
                    assertThat(sale.account()).isEqualTo(TwoUpstreamsProfile.KEY_OF_C);
                    assertThat(sale.model()).isEqualTo("vendor/sora-2-pro");
                    assertThat(sale.idempotencyKey()).isEqualTo(id);
                    assertThat(upstream.calls()).filteredOn(call -> call.video().equals(sale.id()))
                            .extracting(call -> call.operation()).contains(Operation.STATUS, Operation.CONTENT);
                });
        assertThat(upstream.violations()).isEmpty();
    }

    @Test
    void createWithUnknownOutcomeIsNotRepeatedWhereTheAccountIsNotIdempotent() {
        insert("SUBMITTING");

        JsonObject video = awaitEnd(ALICE, id, "failed");

        assertThat(video.getString("error")).contains("The outcome of the create is unknown");
        assertThat(upstream.sales()).noneMatch(sale -> sale.prompt().equals(prompt));
    }

    /** The account of the other model has no room, and no account but it may take its videos. */
    @Test
    void modelWithoutRoomHoldsUpNoOther() {
        insert("IN_PROGRESS");
        pool.query("""
                insert into upstream_account (name, cooldown_until) values ('c', now() + interval '1 hour')
                on conflict (name) do update set cooldown_until = excluded.cooldown_until""").executeAndAwait();
        String waiting = Json.of(as(ALICE).contentType("application/json")
                .body(Map.of("prompt", prompt + "2", "model", "sora-2-pro", "size", "1792x1024", "seconds", 4))
                .post("/v1/videos").then().statusCode(200).extract()).get("id");

        awaitEnd(ALICE, create(ALICE, prompt + "3"), "completed");

        assertThat(get(ALICE, waiting).getString("status")).isEqualTo("submitted");
        as(ALICE).post("/v1/videos/{id}/cancel", waiting).then().statusCode(200);
        as(ALICE).post("/v1/videos/{id}/cancel", id).then().statusCode(200);
        pool.query("update upstream_account set cooldown_until = now() where name = 'c'").executeAndAwait();
    }

    @Test
    void modelsAreListedWithWhatTheyCanDo() {
        Json models = Json.of(as(ALICE).get("/v1/models").then().statusCode(200).extract());

        assertThat(models.getString("object")).isEqualTo("list");
        assertThat(models.getList("data.id")).containsExactly("sora-2", "sora-2-pro");
        Json pro = Json.of(as(ALICE).get("/v1/models/sora-2-pro").then().statusCode(200).extract());
        assertThat(pro.getString("object")).isEqualTo("model");
        assertThat(pro.getList("sizes")).containsExactly("1792x1024", "1024x1792");
        assertThat(pro.getList("seconds")).containsExactly("4", "8", "12");
        assertThat(pro.getString("image")).isEqualTo("none");
        assertThat(pro.getString("price_per_second")).isEqualTo("0.30");
        as(ALICE).get("/v1/models/veo").then().statusCode(404).body(at("error.code", equalTo("model_not_found")));
    }

    @Test
    void unknownModelIsRefusedInBothFormats() {
        Map<String, Object> create = Map.of("prompt", prompt, "model", "veo", "size", "1280x720", "seconds", "10");

        as(ALICE).contentType("application/json").body(create).post("/v1/videos").then().statusCode(400)
                .body(at("error.code", equalTo("invalid_request"))).body(at("error.param", equalTo("model")))
                .body(at("error.message", endsWith("Allowed: sora-2, sora-2-pro")));
        as(ALICE).header("Reelay-Dialect", "openai").contentType("application/json").body(create).post("/v1/videos").then()
                .statusCode(404).body(at("error.code", equalTo("model_not_found"))).body(at("error.param", equalTo("model")));
    }

    @Test
    void limitsOfTheAccountAreItsOwn() {
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
                values ('%s', 'alice', '%s', '%s', 'sora-2-pro', '1792x1024', '4', '', 'c', 'video_unknown')"""
                .formatted(id, status, prompt)).executeAndAwait();
    }
}
