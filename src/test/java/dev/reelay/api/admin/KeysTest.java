package dev.reelay.api.admin;

import static dev.reelay.api.admin.Keys.PATH;
import static dev.reelay.api.admin.Keys.awaitStatus;
import static dev.reelay.api.admin.Keys.create;
import static dev.reelay.api.admin.Keys.created;
import static dev.reelay.api.admin.Keys.get;
import static dev.reelay.api.admin.Keys.patch;
import static dev.reelay.api.admin.Keys.revoke;
import static dev.reelay.api.admin.Keys.rotate;
import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.ADMIN;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.running;
import static dev.reelay.upstream.FaultUpstream.script;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Level;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.access.ApiKey;
import dev.reelay.testing.Api;
import dev.reelay.testing.Json;
import dev.reelay.testing.LogLines;
import dev.reelay.upstream.FaultyUpstreamProfile;

/** Checks the endpoints of administrators, and what an issued key may do. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class KeysTest {
    private static final String UNKNOWN = "key_00000000000000000000000000000000";
    private static final String SECRET = "sk-[0-9a-f]{48}";
    private static final String FULL = """
            {"name": "alice", "owner": "%s", "creates_per_minute": 10, "concurrent_videos": 5, "models": ["sora-2"],
            "budget": 7, "expires_at": 4102444800, "metadata": {"team": "ads"}}""";

    private final String owner = "owner " + UUID.randomUUID();

    @Inject
    Pool pool;

    @Test
    void createShowsTheSecretOnce() {
        Json key = Json.of(create(FULL.formatted(owner)).statusCode(200).body(at("id", matchesPattern("key_[0-9a-f]{32}")))
                .body(at("object", equalTo("key"))).body(at("name", equalTo("alice"))).body(at("owner", equalTo(owner)))
                .body(at("source", equalTo("issued"))).body(at("status", equalTo("active")))
                .body(at("created_at", notNullValue()))
                .body(at("last_used_at", nullValue())).body(at("revoked_at", nullValue()))
                .body(at("former_secret_until", nullValue()))
                .body(at("expires_at", equalTo(4102444800L))).body(at("creates_per_minute", equalTo(10)))
                .body(at("concurrent_videos", equalTo(5))).body(at("models", contains("sora-2")))
                .body(at("budget", equalTo("7.00")))
                .body(at("budget_period", equalTo("month"))).body(at("budget_spent", equalTo("0.00")))
                .body(at("budget_reserved", equalTo("0.00"))).body(at("budget_remaining", equalTo("7.00")))
                .body(at("budget_renews_at", notNullValue())).body(at("metadata.team", equalTo("ads")))
                .body(at("secret", matchesPattern(SECRET))).extract());

        String id = key.getString("id");
        assertThat(key.getString("secret")).endsWith(key.getString("last_four"));
        get(id).statusCode(200).body(at("$", not(hasKey("secret")))).body(at("last_four", equalTo(key.getString("last_four"))));
        patch(id, "{}").statusCode(200).body(at("$", not(hasKey("secret"))));
        as(ADMIN).param("owner", owner).get(PATH).then().body(at("data.id", contains(id)))
                .body(at("data", everyItem(not(hasKey("secret")))));
    }

    @Test
    void keyWithANameOnlyOwnsItselfAndHasNoLimits() {
        Json key = created("{\"name\":\"small\"}");

        get(key.getString("id")).body(at("owner", equalTo(key.getString("id")))).body(at("creates_per_minute", nullValue()))
                .body(at("models", nullValue())).body(at("budget", nullValue())).body(at("budget_period", nullValue()))
                .body(at("budget_spent", nullValue())).body(at("budget_remaining", nullValue()))
                .body(at("metadata", equalTo(Map.of())));
        as(key.getString("secret")).get("/v1/key").then().statusCode(200).body(at("id", equalTo(key.getString("id"))))
                .body(at("name", equalTo("small"))).body(at("status", equalTo("active"))).body(at("$", not(hasKey("metadata"))))
                .body(at("$", not(hasKey("secret")))).body(at("$", not(hasKey("last_used_at"))));
    }

    @Test
    void eachActHoldsOnItsNodeBeforeItsResponse() {
        Json key = Json.of(create("{\"name\":\"prompt\"}").statusCode(200).extract());
        as(key.getString("secret")).get("/v1/key").then().statusCode(200);
        String next = Json.of(rotate(key.getString("id"), "{\"grace\":0}").extract()).get("secret");
        as(key.getString("secret")).get("/v1/key").then().statusCode(401);
        as(next).get("/v1/key").then().statusCode(200);
        revoke(key.getString("id")).statusCode(200);
        as(next).get("/v1/key").then().statusCode(401);
    }

    @TestFactory
    Stream<DynamicTest> invalidFieldIsRefusedByName() {
        return Stream.of("|", "[]|", "{}|name", "{\"name\":null}|name", "{\"name\":1}|name", "{\"name\":\" \"}|name",
                "{\"name\":\"a\\nb\"}|name", "{\"name\":\"%s\"}|name".formatted("x".repeat(101)),
                with("\"nam\":\"x\"") + "|nam", with("\"id\":\"x\"") + "|id",
                with("\"owner\":\"\"") + "|owner", with("\"owner\":7") + "|owner", with("\"owner\":\"a\\u0000\"") + "|owner",
                with("\"creates_per_minute\":0") + "|creates_per_minute",
                with("\"creates_per_minute\":\"1\"") + "|creates_per_minute",
                with("\"creates_per_minute\":1.5") + "|creates_per_minute",
                with("\"concurrent_videos\":-1") + "|concurrent_videos",
                with("\"concurrent_videos\":99999999999") + "|concurrent_videos",
                with("\"models\":[]") + "|models", with("\"models\":\"sora-2\"") + "|models",
                with("\"models\":[1]") + "|models",
                with("\"models\":[\"sora-2\",\"sora-0\"]") + "|models",
                with("\"budget\":-1") + "|budget", with("\"budget\":\"1e3\"") + "|budget", with("\"budget\":true") + "|budget",
                with("\"budget\":\"0.0000001\"") + "|budget", with("\"budget\":0.0000001") + "|budget",
                with("\"budget\":1e400") + "|budget", with("\"budget\":1000000000") + "|budget",
                with("\"budget_period\":\"day\"") + "|budget_period",
                with("\"budget\":1,\"budget_period\":\"week\"") + "|budget_period",
                with("\"expires_at\":1") + "|expires_at", with("\"expires_at\":\"tomorrow\"") + "|expires_at",
                with("\"expires_at\":99999999999999") + "|expires_at",
                with("\"metadata\":[]") + "|metadata", with("\"metadata\":{\"a\":1}") + "|metadata",
                with("\"metadata\":{\"a\":\"b\\u0000\"}") + "|metadata",
                with("\"metadata\":{\"%s\":\"\"}".formatted("x".repeat(65))) + "|metadata",
                with("\"metadata\":{\"a\":\"%s\"}".formatted("x".repeat(513))) + "|metadata")
                .map(row -> DynamicTest.dynamicTest(row, () -> {
                    String param = row.substring(row.lastIndexOf('|') + 1);
                    create(row.substring(0, row.lastIndexOf('|'))).statusCode(400)
                            .body(at("error.code", equalTo("invalid_request")))
                            .body(at("error.param", param.isEmpty() ? nullValue() : equalTo(param)));
                }));
    }

    @TestFactory
    Stream<DynamicTest> budgetIsExact() {
        return Stream.of("7|7.00", "0|0.00", "0.1|0.10", "\"2.345\"|2.345", "\"2.340000\"|2.34", "1e2|100.00",
                "999999999.123456|999999999.123456", "\"999999999.123456\"|999999999.123456", "0.000001|0.000001")
                .map(row -> row.split("\\|")).map(row -> DynamicTest.dynamicTest(row[0],
                        () -> create(with("\"budget\":" + row[0])).statusCode(200).body(at("budget", equalTo(row[1])))));
    }

    @Test
    void callerSeesWhatItsOpenVideosReserve() {
        String prompt = "prompt " + UUID.randomUUID();
        script(prompt).status(running(10));
        String secret = created(with("\"budget\":50,\"budget_period\":\"total\"")).getString("secret");

        as(secret).contentType(ContentType.JSON).body(Map.of("prompt", prompt, "model", "priced", "size", "1280x720", "seconds",
                "10")).post("/v1/videos").then().statusCode(200).body(at("cost", equalTo("1.00")));

        as(secret).get("/v1/key").then().statusCode(200).body(at("budget", equalTo("50.00")))
                .body(at("budget_spent", equalTo("0.00")))
                .body(at("budget_reserved", equalTo("1.00"))).body(at("budget_remaining", equalTo("49.00")))
                .body(at("budget_period", equalTo("total"))).body(at("budget_renews_at", nullValue()));
    }

    @Test
    void updateChangesOnlyWhatIsSentAndNullRemoves() {
        String id = Json.of(create(FULL.formatted(owner)).extract()).get("id");

        patch(id, "{\"creates_per_minute\":20,\"budget_period\":\"day\"}").statusCode(200)
                .body(at("creates_per_minute", equalTo(20))).body(at("budget", equalTo("7.00")))
                .body(at("budget_period", equalTo("day")))
                .body(at("name", equalTo("alice"))).body(at("models", contains("sora-2")))
                .body(at("metadata.team", equalTo("ads")));
        patch(id, "{\"budget\":\"1.5\"}").body(at("budget", equalTo("1.50"))).body(at("budget_period", equalTo("day")));
        patch(id, "{\"creates_per_minute\":null,\"models\":null,\"budget\":null,\"expires_at\":null,\"metadata\":null}")
                .statusCode(200).body(at("creates_per_minute", nullValue())).body(at("models", nullValue()))
                .body(at("budget", nullValue())).body(at("budget_period", nullValue())).body(at("expires_at", nullValue()))
                .body(at("metadata", equalTo(Map.of()))).body(at("concurrent_videos", equalTo(5)));
        patch(id, "{\"owner\":\"other\"}").statusCode(400).body(at("error.param", equalTo("owner")));
        patch(id, "{\"name\":null}").statusCode(400).body(at("error.param", equalTo("name")));
        patch(id, "{\"name\":\"b\",\"budget_period\":\"day\"}").statusCode(400)
                .body(at("error.param", equalTo("budget_period")));
        get(id).body(at("name", equalTo("alice")));
    }

    @Test
    void onlyTheModelsOfTheKeyAreOffered() {
        Json key = created(with("\"models\":[\"sora-2\"]"));
        String secret = key.getString("secret");
        as(secret).get("/v1/models").then().body(at("data.id", contains("sora-2")));
        Api.create(secret, "permitted");

        pool.query("update issued_key set models = '{another}' where id = '%s'".formatted(key.getString("id")))
                .executeAndAwait();

        await().until(() -> Json.of(as(secret).get("/v1/models").then().extract()).get("data").equals(List.of()));
        as(secret).get("/v1/models/sora-2").then().statusCode(404).body(at("error.code", equalTo("model_not_found")));
        Api.form(secret, "refused").post("/v1/videos").then().statusCode(400).body(at("error.param", equalTo("model")));
        as(ALICE).get("/v1/models").then().body(at("data.id", hasItem("sora-2")));
    }

    @Test
    void rotationKeepsTheFormerSecretForItsGrace() {
        Json key = created("{\"name\":\"rotated\"}");
        String id = key.getString("id");

        String second = Json.of(rotate(id, "{\"grace\":3600}").statusCode(200).body(at("secret", matchesPattern(SECRET)))
                .body(at("former_secret_until", notNullValue())).extract()).get("secret");

        awaitStatus(second, 200);
        as(key.getString("secret")).get("/v1/key").then().statusCode(200).body(at("id", equalTo(id)));
        String third = Json
                .of(rotate(id, "{\"grace\":0}").statusCode(200).body(at("former_secret_until", nullValue())).extract())
                .get("secret");
        awaitStatus(third, 200);
        assertThat(Stream.of(key.getString("secret"), second).map(secret -> as(secret).get("/v1/key").statusCode()))
                .containsOnly(401);
    }

    @Test
    void graceIsADayByDefault() {
        String id = created("{\"name\":\"rotated\"}").getString("id");

        long until = Json.of(as(ADMIN).post(PATH + "/" + id + "/rotate").then().statusCode(200).extract())
                .getLong("former_secret_until");

        assertThat(Instant.ofEpochSecond(until)).isBetween(Instant.now().plusSeconds(86_000),
                Instant.now().plusSeconds(86_401));
        Stream.of("{\"grace\":-1}", "{\"grace\":2592001}", "{\"grace\":\"1\"}", "{\"grace\":1.5}")
                .forEach(body -> rotate(id, body).statusCode(400).body(at("error.param", equalTo("grace"))));
        rotate(id, "{\"wait\":1}").statusCode(400).body(at("error.param", equalTo("wait")));
    }

    @Test
    void expiredKeyIsInvalidUntilItsEndMoves() {
        Json key = created("{\"name\":\"short\",\"expires_at\":%d}".formatted(Instant.now().getEpochSecond() + 3));
        String id = key.getString("id");
        awaitStatus(key.getString("secret"), 401);
        get(id).body(at("status", equalTo("expired")));

        patch(id, "{\"expires_at\":null}").statusCode(200).body(at("status", equalTo("active")));

        awaitStatus(key.getString("secret"), 200);
    }

    @Test
    void revokedKeyIsInvalidForEver() {
        Json key = created("{\"name\":\"lost\"}");
        String id = key.getString("id");

        int revokedAt = Json.of(revoke(id).statusCode(200).body(at("status", equalTo("revoked"))).extract()).get("revoked_at");

        awaitStatus(key.getString("secret"), 401);
        revoke(id).statusCode(200).body(at("revoked_at", equalTo(revokedAt)));
        patch(id, "{\"name\":\"found\"}").statusCode(409).body(at("error.code", equalTo("conflict")));
        rotate(id, "{}").statusCode(409);
        get(id).body(at("name", equalTo("lost"))).body(at("status", equalTo("revoked")));
        as(ADMIN).get("/admin/audit?action=key.revoke&key=" + id).then().body(at("data.subject", contains(id)));
    }

    @Test
    void listIsNewestFirstAndHasPages() {
        List<String> ids = new ArrayList<>();
        Stream.of(1, 2, 3).forEach(number -> ids.add(0,
                Json.of(create("{\"name\":\"%d\",\"owner\":\"%s\"}".formatted(number, owner)).extract()).get("id")));
        revoke(ids.get(2));

        as(ADMIN).params("owner", owner, "limit", 2).get(PATH).then().statusCode(200).body(at("object", equalTo("list")))
                .body(at("data.id", equalTo(ids.subList(0, 2)))).body(at("first_id", equalTo(ids.get(0))))
                .body(at("last_id", equalTo(ids.get(1)))).body(at("has_more", equalTo(true)));
        as(ADMIN).params("owner", owner, "after", ids.get(1)).get(PATH).then().body(at("data.id", contains(ids.get(2))))
                .body(at("has_more", equalTo(false)));
        as(ADMIN).params("owner", owner, "status", "revoked").get(PATH).then().body(at("data.id", contains(ids.get(2))));
        as(ADMIN).params("owner", owner, "status", "active", "source", "issued").get(PATH).then()
                .body(at("data.id", equalTo(ids.subList(0, 2))));
        as(ADMIN).params("owner", owner, "source", "configured").get(PATH).then().body(at("data", empty()));
        as(ADMIN).params("owner", owner, "status", "expired").get(PATH).then().body(at("data", empty()));
    }

    @Test
    void configuredKeysAreBehindTheIssuedOnesByName() {
        String issued = Json.of(create("{\"name\":\"zoe\",\"owner\":\"alice\"}").extract()).get("id");
        String alice = Json
                .of(as(ALICE).get("/v1/key").then().body(at("name", equalTo("alice"))).body(at("created_at", nullValue()))
                        .body(at("last_four", nullValue())).extract())
                .get("id");

        as(ADMIN).params("owner", "alice").get(PATH).then().body(at("data.id", contains(issued, alice)))
                .body(at("data[1].source", equalTo("configured")));
        as(ADMIN).params("owner", "alice", "after", issued).get(PATH).then().body(at("data.id", contains(alice)));
        as(ADMIN).params("source", "configured", "after", alice, "limit", 1).get(PATH).then()
                .body(at("data.name", contains("bob"))).body(at("has_more", equalTo(true)));
        as(ADMIN).params("owner", "team", "source", "configured").get(PATH).then()
                .body(at("data.name", contains("renamed", "team")));
        get(alice).statusCode(200).body(at("source", equalTo("configured")));
        patch(alice, "{}").statusCode(409).body(at("error.code", equalTo("conflict")));
        rotate(alice, "{}").statusCode(409);
        revoke(alice).statusCode(409);
    }

    @TestFactory
    Stream<DynamicTest> invalidParameterIsRefusedByName() {
        return Stream
                .of("/keys?limit=0|limit", "/keys?limit=101|limit", "/keys?status=dead|status", "/keys?source=found|source",
                        "/keys?owner=%00|owner", "/audit?limit=x|limit", "/audit?action=key.steal|action", "/audit?key=%00|key",
                        "/audit?key=alice|key")
                .map(row -> row.split("\\|")).map(row -> DynamicTest.dynamicTest(row[0],
                        () -> as(ADMIN).urlEncodingEnabled(false).get("/admin" + row[0]).then().statusCode(400)
                                .body(at("error.param", equalTo(row[1])))));
    }

    @TestFactory
    Stream<DynamicTest> unknownAndMalformedIdsAre404() {
        Stream<String> calls = Stream.of(UNKNOWN, "key_1", "%00", "video_00000000000000000000000000000000")
                .flatMap(id -> Stream.of("GET /keys/" + id, "PATCH /keys/" + id, "POST /keys/" + id + "/rotate",
                        "POST /keys/" + id + "/revoke", "GET /keys?after=" + id, "GET /audit?after=" + id));
        return Stream.concat(calls, Stream.of("GET /audit?after=audit_00000000000000000000000000000000", "GET /", "GET /key"))
                .map(call -> DynamicTest.dynamicTest(call, () -> {
                    String[] parts = call.split(" ", 2);
                    as(ADMIN).urlEncodingEnabled(false).contentType(ContentType.JSON).body("{}")
                            .request(parts[0], "/admin" + parts[1]).then().statusCode(404)
                            .body(at("error.code", equalTo("not_found")));
                }));
    }

    @TestFactory
    Stream<DynamicTest> wrongRoleIs401() {
        return Stream.of("POST /keys", "GET /keys", "GET /keys/" + UNKNOWN, "PATCH /keys/" + UNKNOWN,
                "POST /keys/" + UNKNOWN + "/rotate", "POST /keys/" + UNKNOWN + "/revoke", "GET /audit", "GET ", "GET /nothing")
                .map(call -> DynamicTest.dynamicTest(call, () -> {
                    String[] parts = (call + " ").split(" ", 3);
                    for (String key : List.of(ALICE, "Bearer sk-admin-wrong", "Basic " + ADMIN, "sk-admin-")) {
                        as(key).contentType(ContentType.JSON).body("{}").request(parts[0], "/admin" + parts[1]).then()
                                .statusCode(401).body(at("error.code", equalTo("authentication_error")));
                    }
                    given().request(parts[0], "/admin" + parts[1]).then().statusCode(401);
                }));
    }

    @Test
    void administratorIsNoCaller() {
        as(ADMIN).get("/v1/videos").then().statusCode(401);
        as(ADMIN).get("/v1/key").then().statusCode(401);
        as("Bearer " + ADMIN).get(PATH).then().statusCode(200);
        given().get(PATH + "?ticket=x").then().statusCode(401);
    }

    @Test
    void longBodyIsRefused() {
        create("{\"name\":\"%s\"}".formatted("x".repeat(64 * 1024))).statusCode(413);
    }

    @Test
    void auditHasEachActWithItsSettings() {
        String id = Json.of(create("{\"name\":\"first\",\"owner\":\"%s\"}".formatted(owner)).extract()).get("id");
        patch(id, "{\"name\":\"second\",\"budget\":\"0.5\"}").statusCode(200);
        rotate(id, "{}").statusCode(200);
        patch(id, "{\"name\":\"\"}").statusCode(400);
        revoke(id).statusCode(200);

        Json entries = Json.of(as(ADMIN).get("/admin/audit?key=" + id).then().statusCode(200)
                .body(at("data.action", contains("key.revoke", "key.rotate", "key.update", "key.create")))
                .body(at("data.admin", everyItem(equalTo("ops")))).body(at("data.address", everyItem(startsWith("127.0.0.1"))))
                .body(at("data.object", everyItem(equalTo("audit_entry")))).body(at("data.id", everyItem(startsWith("audit_"))))
                .body(at("data[3].before", nullValue())).body(at("data[3].after.name", equalTo("first")))
                .body(at("data[3].after.owner", equalTo(owner))).body(at("data[2].before.name", equalTo("first")))
                .body(at("data[2].before.budget", nullValue())).body(at("data[2].after.name", equalTo("second")))
                .body(at("data[2].after.budget", equalTo("0.50"))).body(at("data[1].after.former_secret_until", notNullValue()))
                .body(at("data[0].before.revoked_at", nullValue())).body(at("data[0].after.revoked_at", notNullValue()))
                .body(at("data[0].after", not(hasKey("budget_spent")))).extract());
        as(ADMIN).get("/admin/audit?limit=1&key=" + id + "&after=" + entries.getString("data[1].id")).then()
                .body(at("data.id", contains(entries.getString("data[2].id")))).body(at("has_more", equalTo(true)));
    }

    @Test
    void secretIsInNoRowAndNoLogLine() {
        String dump = "select coalesce(string_agg(k::text, ' '), '') || (select coalesce(string_agg(a::text, ' '), '')"
                + " from audit_entry a) as everything from issued_key k";
        try (LogLines log = new LogLines()) {
            Json key = created("{\"name\":\"quiet\"}");
            String second = Json.of(rotate(key.getString("id"), "{}").extract()).get("secret");
            awaitStatus(second, 200);
            as(key.getString("secret")).get("/v1/videos?limit=x");
            as(second).get("/admin/keys");

            String everything = pool.query(dump).executeAndAwait().iterator().next().getString("everything");
            assertThat(everything).contains(key.getString("id")).doesNotContain(key.getString("secret"), second);
            String audit = as(ADMIN).get("/admin/audit?key=" + key.getString("id")).asString();
            assertThat(audit).doesNotContain(key.getString("secret"), second,
                    HexFormat.of().formatHex(ApiKey.hash(second)));
            assertThat(log.atLeast(Level.ALL)).noneMatch(line -> line.contains(key.getString("secret"))
                    || line.contains(second));
        }
    }

    private static String with(String field) {
        return "{\"name\":\"x\",%s}".formatted(field);
    }
}
