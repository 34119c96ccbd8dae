package dev.reelay.usage;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.text;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.ADMIN;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.json;
import static dev.reelay.upstream.FaultUpstream.running;
import static dev.reelay.upstream.FaultUpstream.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;

import dev.reelay.testing.Json;
import dev.reelay.upstream.FaultyUpstreamProfile;

/** Checks what budgets do to creates, and who learns of them. A video costs 0.80 USD. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class BudgetsTest {
    private final String prompt = "prompt " + UUID.randomUUID();

    @Inject
    MeterRegistry metrics;

    @Test
    void createPastTheBudgetIsRefusedWithAmountLimitAndRenewal() {
        script(prompt).status(running(10));
        String key = issue(Map.of("budget", "1.00", "budget_period", "month")).getString("secret");

        create(key, "priced").statusCode(200).body(at("cost", equalTo("0.80"))).header("x-ratelimit-limit-budget", "1.00")
                .header("x-ratelimit-remaining-budget", "0.20").header("x-ratelimit-reset-budget", matchesPattern("\\d+s"));
        create(key, "priced").statusCode(403).body(at("error.code", equalTo("insufficient_quota")))
                .body(at("error.message", matchesPattern("The video costs 0\\.80 USD, but 0\\.80 of 1\\.00 USD are spent or "
                        + "reserved; the budget is renewed at \\d{4}-\\d{2}-01T00:00:00Z")))
                .header("x-ratelimit-remaining-budget", "0.20");
    }

    @Test
    void failedVideoGivesItsReservationBack() {
        script(prompt).create(json(400, "{\"error\":{\"code\":\"invalid_request\",\"message\":\"No\"}}"));
        String key = issue(Map.of("budget", "0.80", "budget_period", "total")).getString("secret");

        create(key, "priced").statusCode(200);
        await().until(() -> Json.of(as(key).get("/v1/key").then().extract()).getString("budget_reserved").equals("0.00"));
        create(key, "priced").statusCode(200);
    }

    @Test
    void keyWithABudgetCannotUseAModelWithoutAPrice() {
        String key = issue(Map.of("budget", "100")).getString("secret");

        create(key, "sora-2").statusCode(403).body(at("error.code", equalTo("insufficient_quota")))
                .body(at("error.message", containsString("no price")));
    }

    @Test
    void keyShowsWhatIsLeftOfItsBudget() {
        script(prompt).status(running(10));
        Json issued = issue(Map.of("budget", 2, "budget_period", "day"));
        create(issued.getString("secret"), "priced").statusCode(200);

        as(ADMIN).get("/admin/keys/{id}", issued.getString("id")).then().statusCode(200).body(at("budget", equalTo("2.00")))
                .body(at("budget_period", equalTo("day"))).body(at("budget_reserved", equalTo("0.80")))
                .body(at("budget_spent", equalTo("0.00"))).body(at("budget_remaining", equalTo("1.20")));
        as(issued.getString("secret")).get("/v1/key").then().body(at("budget_remaining", equalTo("1.20")));
    }

    @Test
    void eachThresholdIsToldOnce() {
        script(prompt).status(running(10));
        double before = told(80) + told(100);
        String key = issue(Map.of("budget", "1.00")).getString("secret");
        String endpoint = Json.of(as(key).contentType("application/json")
                .body(Map.of("url", "https://hooks.example", "events", new String[] { "budget.threshold" }))
                .post("/v1/webhook_endpoints").then().statusCode(200).extract()).get("id");

        create(key, "priced").statusCode(200);
        for (int i = 0; i < 3; i++) {
            create(key, "priced").statusCode(403);
        }

        assertThat(told(80) + told(100) - before).isEqualTo(2);
        assertThat(Json.of(as(key).get("/v1/webhook_endpoints/{id}/deliveries", endpoint).then().statusCode(200).extract())
                .getList("data.event_type")).containsExactly("budget.threshold", "budget.threshold");
    }

    @Test
    void limitsOfAKeyCountItsOwnCreatesOnly() {
        script(prompt).status(running(10));
        String owner = "owner " + UUID.randomUUID();
        String tight = issue(Map.of("owner", owner, "creates_per_minute", 2)).getString("secret");
        String other = issue(Map.of("owner", owner, "concurrent_videos", 1)).getString("secret");
        create(other, "sora-2").statusCode(200);

        create(tight, "sora-2").statusCode(200);
        create(tight, "sora-2").statusCode(200).header("x-ratelimit-remaining-creates", "0");
        create(tight, "sora-2").statusCode(429).body(at("error.message", containsString("2 are allowed per minute")));
        create(other, "sora-2").statusCode(429).body(at("error.message", containsString("1 may be in progress")));
    }

    private double told(int percent) {
        return metrics.get("reelay.usage.budget.thresholds").tag("percent", String.valueOf(percent)).counter().count();
    }

    private ValidatableResponse create(String key, String model) {
        return text(text(text(text(as(key), "prompt", prompt), "model", model), "size", "1280x720"), "seconds",
                model.equals("priced") ? "8" : "10").post("/v1/videos").then();
    }

    private static Json issue(Map<String, Object> limits) {
        Map<String, Object> fields = new HashMap<>(limits);
        fields.put("name", "tester");
        return Json.of(
                as(ADMIN).contentType("application/json").body(fields).post("/admin/keys").then().statusCode(200).extract());
    }
}
