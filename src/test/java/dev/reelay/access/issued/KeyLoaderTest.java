package dev.reelay.access.issued;

import static dev.reelay.api.admin.Keys.awaitStatus;
import static dev.reelay.api.admin.Keys.created;
import static dev.reelay.api.admin.Keys.get;
import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Json.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.testing.Json;
import dev.reelay.testing.Waits;
import dev.reelay.upstream.FaultyUpstreamProfile;

/** Checks what the nodes do from time to time: they read all keys again, and store when keys were used. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class KeyLoaderTest {
    @Inject
    Pool pool;
    @Inject
    KeyLoader loader;
    @Inject
    KeyUseRecorder uses;
    @Inject
    IssuedKeyStore store;

    @Test
    void revocationWithoutNotificationHoldsAfterTheNextReload() throws ExecutionException, InterruptedException {
        Json lost = created("{\"name\":\"lost\"}");
        Json other = created("{\"name\":\"other\"}");
        pool.withTransaction(connection -> connection.query("set local session_replication_role = replica").execute()
                .chain(() -> connection.query("update issued_key set revoked_at = now() where id = '%s'"
                        .formatted(lost.getString("id"))).execute()))
                .await().atMost(Waits.LIMIT);
        as(lost.getString("secret")).get("/v1/key").then().statusCode(200);

        loader.readAll().toCompletableFuture().get();

        as(lost.getString("secret")).get("/v1/key").then().statusCode(401);
        as(other.getString("secret")).get("/v1/key").then().statusCode(200);
    }

    @Test
    void lastUseIsStoredAndNeverGoesBack() {
        Json key = created("{\"name\":\"used\"}");
        String id = key.getString("id");
        as(key.getString("secret")).get("/v1/videos").then().statusCode(200);

        uses.store().await().atMost(Waits.LIMIT);

        long stored = Json.of(get(id).body(at("last_used_at", notNullValue())).extract()).getLong("last_used_at");
        assertThat(stored).isBetween(key.getLong("created_at"), Instant.now().getEpochSecond());
        store.noteUses(Map.of(id, Instant.ofEpochSecond(1))).await().atMost(Waits.LIMIT);
        assertThat(Json.of(get(id).extract()).getLong("last_used_at")).isEqualTo(stored);
    }

    @Test
    void useIsNoChangeThatNodesHaveToRead() {
        Json key = created("{\"name\":\"unused\"}");
        get(key.getString("id")).body(at("revoked_at", nullValue()));
        assertThat(pool.query("select string_agg(event_object_column, ' ') as columns from information_schema"
                + ".triggered_update_columns where trigger_name = 'issued_key_changed'").executeAndAwait().iterator().next()
                .getString("columns")).contains("revoked_at").doesNotContain("last_used_at", "metadata");
        awaitStatus(key.getString("secret"), 200);
    }
}
