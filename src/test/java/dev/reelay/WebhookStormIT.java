package dev.reelay;

import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.LIMIT;
import static dev.reelay.testing.Waits.await;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.restassured.http.ContentType;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;

import dev.reelay.testing.Api;
import dev.reelay.testing.Cluster;
import dev.reelay.testing.Program;
import dev.reelay.testing.Slow;
import dev.reelay.upstream.FaultUpstream;
import dev.reelay.webhook.WebhookReceiver;
import dev.reelay.webhook.WebhookReceiver.Arrival;
import dev.reelay.webhook.WebhookReceiver.Reply;

/** Nodes that are killed or stopped while they send events. */
@Slow
class WebhookStormIT {
    private static final int VIDEOS_PER_KILL = 30;
    private static final long REPLY_MILLIS = 20;

    private static final Map<String, String> SETTINGS = Map.of(
            "REELAY_WEBHOOKS_ALLOW_HTTP", "true", "REELAY_WEBHOOKS_ALLOW_PRIVATE", "true",
            "REELAY_WEBHOOKS_RETRIES", "200ms" + ",200ms".repeat(30),
            "REELAY_ACCESS_CREATES_PER_MINUTE", "100000", "REELAY_ACCESS_CONCURRENT_VIDEOS", "100000",
            "REELAY_UPSTREAM_CONCURRENT_VIDEOS", "100000", "REELAY_PIPELINE_HEARTBEAT", "500ms");

    private final FaultUpstream upstream = new FaultUpstream();
    private final Cluster cluster = new Cluster("webhook-storm", upstream.start().get("reelay.upstream.url"));
    private final WebhookReceiver steady = new WebhookReceiver();
    private final WebhookReceiver failing = new WebhookReceiver();
    private final WebhookReceiver cutting = new WebhookReceiver();
    /** The deliveries that are open at this moment, and those that two nodes tried at once. */
    private final Set<String> open = ConcurrentHashMap.newKeySet();
    private final List<String> triedTwiceAtOnce = new CopyOnWriteArrayList<>();

    @AfterEach
    void leaveNothing() throws InterruptedException {
        cluster.close();
        upstream.stop();
        List.of(steady, failing, cutting).forEach(WebhookReceiver::close);
    }

    @Test
    void eachChangeOfEachVideoArrivesAtEachEndpoint() throws Exception {
        eachChangeArrives(2);
    }

    @Test
    @Tag("endurance")
    void eachChangeArrivesInALongStorm() throws Exception {
        eachChangeArrives(7);
    }

    private void eachChangeArrives(int kills) throws Exception {
        steady.always(watched("steady", Reply.status(204)));
        failing.always(watched("failing", inTurns(Reply.status(500), Reply.status(200))));
        cutting.always(watched("cutting", inTurns(Reply.cut(), Reply.status(200), Reply.status(202))));
        Program node = start(0);
        List.of(steady, failing, cutting).forEach(WebhookStormIT::endpoint);

        for (int kill = 1; kill <= kills; kill++) {
            Program next = start(kill);
            for (int number = 0; number < VIDEOS_PER_KILL; number++) {
                Api.create(ALICE, "video %d of round %d".formatted(number, kill));
            }
            node.kill();
            cluster.expireLeases();
            node = next;
        }

        await().until(() -> cluster.strings("select id from video where status not in ('COMPLETED', 'FAILED')").isEmpty());
        await().until(() -> cluster.strings("select id from webhook_delivery where status = 'pending'").isEmpty());
        Map<String, Set<String>> changes = changes();
        assertThat(changes).hasSize(kills * VIDEOS_PER_KILL);
        for (WebhookReceiver receiver : List.of(steady, failing, cutting)) {
            assertThat(received(receiver)).isEqualTo(changes);
            assertThat(eventIds(receiver)).as("one event for each change")
                    .allSatisfy((change, ids) -> assertThat(ids).hasSize(1));
        }
        assertThat(cluster.strings("select status from webhook_delivery where status <> 'delivered'")).isEmpty();
        assertThat(triedTwiceAtOnce).isEmpty();
    }

    /** The released try does not count, and no lease has to expire. */
    @Test
    void stoppedNodeReleasesWhatItHasNotFinished() throws Exception {
        CompletableFuture<Void> arrived = new CompletableFuture<>();
        steady.next(request -> {
            arrived.complete(null);
            return Reply.silent().respond(request);
        });
        Program stopped = start(0);
        endpoint(steady);
        String endpoint = cluster.strings("select id from webhook_endpoint").get(0);
        Api.as(ALICE).post("/v1/webhook_endpoints/" + endpoint + "/test").then().statusCode(200);
        arrived.get(LIMIT.toSeconds(), TimeUnit.SECONDS);

        // At once, because a try ends by itself after a while, and a start takes longer than that on a slow machine.
        stopped.stop(LIMIT);
        start(1);

        await().until(() -> cluster.strings("select status from webhook_delivery").equals(List.of("delivered")));
        assertThat(cluster.strings("select tries from webhook_delivery")).containsExactly("1");
        assertThat(steady.arrivals()).hasSize(2);
    }

    private Program start(int number) throws Exception {
        return cluster.start("node" + number, SETTINGS).awaitReady().talkTo();
    }

    private static void endpoint(WebhookReceiver receiver) {
        Api.as(ALICE).contentType(ContentType.JSON).body(JsonObject.of("url", receiver.url()).encode())
                .post("/v1/webhook_endpoints").then().statusCode(200);
    }

    /** Replies a little later, so that two tries at once would meet. */
    private Reply watched(String receiver, Reply reply) {
        return request -> {
            String delivery = receiver + " " + request.getHeader("webhook-id");
            if (!open.add(delivery)) {
                triedTwiceAtOnce.add(delivery);
            }
            request.response().closeHandler(closed -> open.remove(delivery)); // its node was killed
            return Vertx.currentContext().owner().timer(REPLY_MILLIS).onComplete(passed -> open.remove(delivery)).mapEmpty()
                    .compose(passed -> reply.respond(request));
        };
    }

    private static Reply inTurns(Reply... replies) {
        AtomicInteger requests = new AtomicInteger();
        return request -> replies[requests.getAndIncrement() % replies.length].respond(request);
    }

    /** Returns the types of the events that each video must have, by its row. */
    private Map<String, Set<String>> changes() throws SQLException {
        return cluster.strings("""
                select id || ' video.' || lower(status) from video union
                select id || ' video.in_progress' from video where accepted_at is not null""").stream()
                .map(line -> line.split(" ")).collect(groupingBy(row -> row[0], mapping(row -> row[1], toSet())));
    }

    private static Map<String, Set<String>> received(WebhookReceiver receiver) {
        return events(receiver).stream().collect(groupingBy(event -> event.getJsonObject("data").getString("id"),
                mapping(event -> event.getString("type"), toSet())));
    }

    private static Map<String, Set<String>> eventIds(WebhookReceiver receiver) {
        return events(receiver).stream().collect(groupingBy(
                event -> event.getJsonObject("data").getString("id") + " " + event.getString("type"),
                mapping(event -> event.getString("id"), toSet())));
    }

    private static List<JsonObject> events(WebhookReceiver receiver) {
        List<JsonObject> events = new ArrayList<>();
        for (Arrival arrival : receiver.arrivals()) {
            events.add(new JsonObject(arrival.body()));
        }
        return events;
    }
}
