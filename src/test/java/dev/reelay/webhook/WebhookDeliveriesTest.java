package dev.reelay.webhook;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Api.form;
import static dev.reelay.testing.TestDatabase.freshKey;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.webhook.Hooks.isSigned;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.testing.Json;
import dev.reelay.testing.LogLines;
import dev.reelay.testing.Metrics;
import dev.reelay.upstream.FaultyUpstreamProfile;
import dev.reelay.webhook.Hooks.Endpoint;
import dev.reelay.webhook.WebhookReceiver.Arrival;
import dev.reelay.webhook.WebhookReceiver.Reply;
import dev.reelay.webhook.store.DeliveryQueue;

/** Deliveries to receivers on real sockets that are slow, dead, cut, redirecting, gone or down for a while. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class WebhookDeliveriesTest {
    @Inject
    Pool pool;

    private final List<WebhookReceiver> receivers = new ArrayList<>();
    private final WebhookReceiver receiver = receiver();
    private final String key = freshKey();
    private final Hooks hooks = new Hooks(key);

    @AfterEach
    void close() {
        receivers.forEach(WebhookReceiver::close);
    }

    @Test
    void eventsOfAVideoArriveSigned() {
        Endpoint endpoint = hooks.create(receiver.url());

        String id = create(key, "a video of " + UUID.randomUUID());
        awaitEnd(key, id, "completed");

        List<Arrival> arrivals = arrivals(2);
        assertThat(arrivals).extracting(arrival -> new JsonObject(arrival.body()).getString("type"))
                .containsExactlyInAnyOrder("video.in_progress", "video.completed");
        assertThat(arrivals).allSatisfy(arrival -> {
            assertThat(arrival.id()).isEqualTo(new JsonObject(arrival.body()).getString("id"));
            assertThat(arrival.headers()).containsEntry("content-type", "application/json");
            assertThat(isSigned(arrival, endpoint.secret())).isTrue();
        });
        JsonObject delivery = hooks.awaitStatus(endpoint, "delivered");
        assertThat(delivery.getInteger("tries")).isEqualTo(1);
        assertThat(delivery.getInteger("last_status_code")).isEqualTo(204);
        assertThat(delivery.getLong("delivered_at")).isPositive();
        assertThat(delivery.getValue("last_error")).isNull();
        assertThat(delivery.getValue("next_try_at")).isNull();
    }

    @Test
    void ownUrlIsSignedWithTheSecretOfTheOwner() {
        String id = Json.of(form(key, "a video").multiPart("webhook_url", receiver.url() + "?order=1").post("/v1/videos").then()
                .statusCode(200).extract()).get("id");

        List<Arrival> arrivals = arrivals(2);

        String secret = Json.of(as(key).get("/v1/webhook_secret")).get("secret");
        assertThat(arrivals).allSatisfy(arrival -> {
            assertThat(isSigned(arrival, secret)).isTrue();
            assertThat(new JsonObject(arrival.body()).getJsonObject("data").getString("id")).isEqualTo(id);
        });
    }

    @Test
    void deliveriesOfAVideoAreListedForItsOwnerOnly() {
        Endpoint endpoint = hooks.create(receiver.url());
        hooks.test(endpoint);
        String id = Json.of(form(key, "a video").multiPart("webhook_url", receiver.url() + "/own").post("/v1/videos").then()
                .statusCode(200).extract()).get("id");
        awaitEnd(key, id, "completed");

        JsonObject page = hooks.deliveriesOfVideo(id, "&limit=3");
        JsonObject rest = hooks.deliveriesOfVideo(id, "&after=" + page.getString("last_id"));

        assertThat(page.getBoolean("has_more")).isTrue();
        assertThat(rest.getBoolean("has_more")).isFalse();
        List<JsonObject> all = Stream.of(page, rest).flatMap(list -> list.getJsonArray("data").stream())
                .map(JsonObject.class::cast).toList();
        assertThat(all).extracting(one -> one.getString("event_type"), one -> one.getString("endpoint_id"))
                .containsExactlyInAnyOrder(tuple("video.completed", endpoint.id()), tuple("video.completed", null),
                        tuple("video.in_progress", endpoint.id()), tuple("video.in_progress", null));
        assertThat(all).extracting(one -> one.getLong("created_at")).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(new Hooks(freshKey()).deliveriesOfVideo(id, "").getJsonArray("data")).isEmpty();
        as(key).delete("/v1/videos/" + id).then().statusCode(200);
        assertThat(hooks.deliveriesOfVideo(id, "").getJsonArray("data")).hasSizeGreaterThanOrEqualTo(all.size());
    }

    @Test
    void failuresAreRepeatedWithTheSameId() {
        receiver.next(Reply.body(500, "x".repeat(5000)), Reply.redirect("http://127.0.0.1/"), Reply.cut());
        Endpoint endpoint = hooks.create(receiver.url());

        hooks.test(endpoint);

        List<Arrival> arrivals = arrivals(4);
        assertThat(arrivals).extracting(Arrival::id).containsOnly(arrivals.get(0).id());
        JsonObject delivery = hooks.awaitStatus(endpoint, "delivered");
        assertThat(delivery.getInteger("tries")).isEqualTo(4);
        assertThat(delivery.getString("event_id")).isEqualTo(arrivals.get(0).id());
        assertThat(delivery.getString("event_type")).isEqualTo("webhook.test");
    }

    @Test
    void failedDeliveryShowsTheReasonAndIsRepeatedOnDemand() {
        receiver.always(Reply.body(503, "y".repeat(5000)));
        Endpoint endpoint = hooks.create(receiver.url());
        String id = hooks.test(endpoint);

        JsonObject failed = hooks.awaitStatus(endpoint, "failed");
        assertThat(failed.getInteger("tries")).isEqualTo(4);
        assertThat(failed.getInteger("last_status_code")).isEqualTo(503);
        assertThat(failed.getString("last_error")).isEqualTo("The server responds with HTTP status 503.");
        assertThat(failed.getString("last_response")).hasSize(1024);
        assertThat(failed.getValue("next_try_at")).isNull();
        assertThat(receiver.arrivals()).hasSize(4);

        receiver.always(Reply.status(204));
        assertThat(hooks.retry(id).getString("status")).isEqualTo("pending");
        assertThat(hooks.awaitStatus(endpoint, "delivered").getInteger("tries")).isEqualTo(1);
        hooks.retry(id);
        assertThat(arrivals(6)).extracting(Arrival::id).containsOnly(failed.getString("event_id"));
    }

    @Test
    void replaySendsWhatFailed() {
        receiver.always(Reply.status(500));
        Endpoint endpoint = hooks.create(receiver.url());
        Set<String> failed = IntStream.range(0, 5).mapToObj(number -> hooks.test(endpoint)).collect(Collectors.toSet());
        await().until(() -> hooks.deliveries(endpoint), all -> all.stream().allMatch(one -> is(one, "failed")));
        receiver.always(Reply.status(200));
        hooks.test(endpoint);
        hooks.awaitStatus(endpoint, "delivered");

        assertThat(hooks.post(endpoint, "replay?since=2100-01-01T00:00:00Z").getInt("replayed")).isZero();
        assertThat(hooks.post(endpoint, "replay?since=0").getInt("replayed")).isEqualTo(5);

        await().until(() -> hooks.deliveries(endpoint), all -> all.stream().allMatch(one -> is(one, "delivered")));
        assertThat(hooks.deliveries(endpoint)).extracting(one -> one.getString("id")).containsAll(failed);
        assertThat(arrivals(5 * 4 + 1 + 5)).extracting(Arrival::id).doesNotContain("");
    }

    @Test
    void deliveriesArePaged() {
        Endpoint endpoint = hooks.create(receiver.url());
        List<String> ids = new ArrayList<>();
        IntStream.range(0, 5).forEach(number -> ids.add(0, hooks.test(endpoint)));

        List<String> paged = new ArrayList<>();
        String after = "";
        boolean more = true;
        while (more) {
            JsonObject page = new JsonObject(as(key).get("/v1/webhook_endpoints/%s/deliveries?limit=2%s".formatted(
                    endpoint.id(), after)).asString());
            page.getJsonArray("data").forEach(one -> paged.add(((JsonObject) one).getString("id")));
            after = "&after=" + page.getString("last_id");
            more = page.getBoolean("has_more");
        }

        assertThat(paged).isEqualTo(ids);
    }

    @Test
    void goneReceiverIsDisabledAndWhatWaitsComesLater() {
        CompletableFuture<Void> seen = new CompletableFuture<>();
        receiver.next(Reply.status(410).after(seen));
        Endpoint endpoint = hooks.create(receiver.url());
        Metrics before = Metrics.read();
        try (LogLines log = new LogLines()) {
            hooks.test(endpoint);
            seen.complete(null);

            await().until(() -> hooks.get(endpoint).getString("status").equals("disabled"));

            assertThat(hooks.get(endpoint).getString("disabled_reason")).isEqualTo("gone");
            assertThat(hooks.awaitStatus(endpoint, "failed").getInteger("tries")).isEqualTo(1);
            // The log line follows the row.
            await().until(() -> log.atLeast(Level.WARNING).stream().filter(line -> line.contains(endpoint.id())).count() == 1);
        }
        await().until(() -> grown(before, "reelay_webhooks_endpoints_disabled_total", "reason=\"gone\"") == 1);
        String id = hooks.deliveries(endpoint).get(0).getString("id");
        hooks.retry(id);
        Endpoint other = hooks.create(receiver.url());
        hooks.test(other);
        hooks.awaitStatus(other, "delivered");
        assertThat(hooks.deliveries(endpoint).get(0).getString("status")).isEqualTo("pending");

        hooks.setStatus(endpoint, "enabled");

        hooks.awaitStatus(endpoint, "delivered");
    }

    @Test
    void fiveDaysOfFailuresDisable() {
        receiver.always(Reply.status(500));
        Endpoint endpoint = hooks.create(receiver.url());
        hooks.test(endpoint);
        hooks.awaitStatus(endpoint, "failed");
        assertThat(hooks.get(endpoint).getString("status")).isEqualTo("enabled");
        // The endpoint is marked after the delivery.
        await().until(() -> sql("""
                update webhook_endpoint set failing_since = failing_since - interval '5 days 1 second'
                where id = '%s' and failing_since is not null""", endpoint) == 1);

        hooks.test(endpoint);

        await().until(() -> hooks.get(endpoint).getString("status").equals("disabled"));
        assertThat(hooks.get(endpoint).getString("disabled_reason")).isEqualTo("failing");
    }

    @Test
    void successEndsTheFailures() {
        receiver.next(Reply.status(500));
        Endpoint endpoint = hooks.create(receiver.url());

        hooks.test(endpoint);

        hooks.awaitStatus(endpoint, "delivered");
        await().until(() -> sql("select 1 from webhook_endpoint where id = '%s' and failing_since is null", endpoint) == 1);
    }

    @Test
    void retryAfterIsObeyed() {
        receiver.next(Reply.status(429).with("Retry-After", "3600"));
        Endpoint endpoint = hooks.create(receiver.url());

        hooks.test(endpoint);

        JsonObject delivery = hooks.awaitDelivery(endpoint, one -> one.getValue("last_status_code") != null);
        assertThat(delivery.getInteger("last_status_code")).isEqualTo(429);
        assertThat(delivery.getLong("next_try_at") - delivery.getLong("created_at")).isGreaterThanOrEqualTo(3600);
        hooks.retry(delivery.getString("id"));
        hooks.awaitStatus(endpoint, "delivered");
    }

    @Test
    void receiverThatIsDownForAWhileGetsEverything() {
        Endpoint endpoint = hooks.create(receiver.url());
        receiver.down();
        List<String> sent = IntStream.range(0, 20).mapToObj(number -> hooks.test(endpoint)).toList();
        await().until(() -> hooks.deliveries(endpoint), all -> all.stream().allMatch(one -> is(one, "failed")));
        assertThat(hooks.deliveries(endpoint)).allSatisfy(one -> assertThat(one.getString("last_error")).isNotBlank());

        receiver.up();
        hooks.post(endpoint, "replay?since=0");

        await().until(() -> hooks.deliveries(endpoint), all -> all.stream().allMatch(one -> is(one, "delivered")));
        assertThat(arrivals(20).stream().map(Arrival::id).distinct()).hasSize(sent.size());
    }

    @Test
    void slowReceiverGetsAFewAtOnceAndDelaysNoOther() {
        CompletableFuture<Void> end = new CompletableFuture<>();
        WebhookReceiver slow = receiver();
        slow.always(Reply.status(200).after(end));
        Endpoint slowEndpoint = hooks.create(slow.url());
        Endpoint endpoint = hooks.create(receiver.url());
        for (int number = 0; number < 30; number++) {
            hooks.test(slowEndpoint);
            hooks.test(endpoint);
        }

        await().until(() -> hooks.deliveries(endpoint), all -> all.stream().allMatch(one -> is(one, "delivered")));
        await().until(() -> slow.arrivals().size() >= DeliveryQueue.DESTINATION_LIMIT);
        end.complete(null);

        await().until(() -> hooks.deliveries(slowEndpoint), all -> all.stream().allMatch(one -> is(one, "delivered")));
        assertThat(slow.peak()).isEqualTo(DeliveryQueue.DESTINATION_LIMIT);
    }

    @Test
    void formerSecretSignsForADay() {
        Endpoint endpoint = hooks.create(receiver.url());
        String second = hooks.post(endpoint, "rotate_secret").getString("secret");

        hooks.test(endpoint);
        Arrival both = arrivals(1).get(0);
        assertThat(isSigned(both, endpoint.secret())).isTrue();
        assertThat(isSigned(both, second)).isTrue();

        sql("update webhook_endpoint set previous_until = previous_until - interval '1 day' where id = '%s'", endpoint);
        hooks.test(endpoint);
        Arrival one = arrivals(2).get(1);
        assertThat(isSigned(one, endpoint.secret())).isFalse();
        assertThat(isSigned(one, second)).isTrue();
    }

    @Test
    void deliveryOfADeadNodeIsTakenOver() {
        Endpoint endpoint = hooks.create(receiver.url());
        hooks.setStatus(endpoint, "disabled");
        sql("insert into webhook_event (id, owner, type, body) select 'evt_dead', owner, 'webhook.test', '{}' from webhook_endpoint "
                + "where id = '%s'", endpoint);
        sql("""
                insert into webhook_delivery (id, event_id, owner, endpoint_id, destination, lease, due, tries)
                select 'wd_dead', 'evt_dead', owner, id, id, 'a dead node', now() - interval '1 second', 1
                from webhook_endpoint where id = '%s'""", endpoint);

        hooks.setStatus(endpoint, "enabled");

        assertThat(arrivals(1).get(0).id()).isEqualTo("evt_dead");
        assertThat(hooks.awaitStatus(endpoint, "delivered").getInteger("tries")).isEqualTo(2);
    }

    @Test
    void deliveryUnderTryIsNotRepeated() {
        CompletableFuture<Void> end = new CompletableFuture<>();
        receiver.always(Reply.status(200).after(end));
        Endpoint endpoint = hooks.create(receiver.url());
        String id = hooks.test(endpoint);
        arrivals(1);

        assertThat(hooks.retry(id).<Object> get("next_try_at")).isNull();
        end.complete(null);

        hooks.awaitStatus(endpoint, "delivered");
        assertThat(receiver.arrivals()).hasSize(1);
    }

    @Test
    void triesAreCounted() {
        Metrics before = Metrics.read();
        receiver.next(Reply.status(500));
        Endpoint endpoint = hooks.create(receiver.url());

        hooks.test(endpoint);

        hooks.awaitStatus(endpoint, "delivered");
        assertThat(grown(before, "reelay_webhooks_deliveries_tried_total", "status=\"pending\"")).isPositive();
        assertThat(grown(before, "reelay_webhooks_deliveries_tried_total", "status=\"delivered\"")).isPositive();
    }

    private WebhookReceiver receiver() {
        WebhookReceiver opened = new WebhookReceiver();
        receivers.add(opened);
        return opened;
    }

    private List<Arrival> arrivals(int count) {
        return await().until(receiver::arrivals, arrivals -> arrivals.size() >= count);
    }

    private int sql(String statement, Endpoint endpoint) {
        return pool.query(statement.formatted(endpoint.id())).execute().await().indefinitely().rowCount();
    }

    private static boolean is(JsonObject delivery, String status) {
        return delivery.getString("status").equals(status);
    }

    private static double grown(Metrics before, String name, String label) {
        return Metrics.read().sum(name, label) - before.sum(name, label);
    }
}
