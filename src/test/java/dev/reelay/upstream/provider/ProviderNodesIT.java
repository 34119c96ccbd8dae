package dev.reelay.upstream.provider;

import static dev.reelay.testing.Api.get;
import static dev.reelay.testing.Api.text;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.restassured.specification.RequestSpecification;

import dev.reelay.testing.Api;
import dev.reelay.testing.Cluster;
import dev.reelay.testing.Json;
import dev.reelay.testing.Program;
import dev.reelay.testing.Slow;
import dev.reelay.upstream.provider.FakeProvider.Job;

/** Nodes that share accounts of two dialects, and are killed while they submit and poll. */
@Slow
class ProviderNodesIT {
    /** Offered by the account of Ark, by the one of fal, and by both. */
    private static final List<String> MODELS = List.of("seedance-2.0", "wan-2.7", "seedance-1.5-pro");
    private static final int VIDEOS = 30;

    private final FakeProvider ark = new FakeArk();
    private final FakeProvider fal = new FakeFal();
    private final Cluster cluster = new Cluster("providers", "http://127.0.0.1:1");
    /** The prompts of the videos by their ids. */
    private final Map<String, String> prompts = new TreeMap<>();

    @AfterEach
    void leaveNothing() throws InterruptedException {
        cluster.close();
        ark.close();
        fal.close();
    }

    @Test
    void killedNodesLoseNoVideoAndBuyNoneTwice() throws Exception {
        Program first = node("first");
        Program second = node("second");
        first.talkTo();
        createVideos(VIDEOS / 2);
        second.talkTo();
        createVideos(VIDEOS / 2);

        // At this moment some videos wait, some are being submitted, and some run.
        await().until(() -> jobs().count() >= VIDEOS / 3);
        first.kill();
        cluster.expireLeases();
        Program third = node("third");
        await().until(() -> ends() + jobs().count() >= VIDEOS);
        second.kill();
        cluster.expireLeases();
        third.talkTo();
        await().until(() -> {
            jobs().forEach(Job::release); // a create may still be sent
            return ends() == VIDEOS;
        });

        prompts.forEach((id, prompt) -> {
            List<Job> bought = jobs().filter(job -> job.prompt().equals(prompt)).toList();
            if (get(ALICE, id).getString("status").equals("completed")) {
                assertThat(bought).as(prompt).hasSize(1);
                assertThat(Api.as(ALICE).get("/v1/videos/{id}/content", id).then().statusCode(200).extract().asByteArray())
                        .isEqualTo(bought.get(0).bytes());
            } else {
                assertThat(get(ALICE, id).getString("error")).as(prompt).contains("outcome of the create is unknown");
                assertThat(bought).as(prompt).hasSizeLessThanOrEqualTo(1);
            }
        });
        assertThat(prompts.keySet()).filteredOn(id -> get(ALICE, id).getString("status").equals("completed"))
                .as("those that no kill interrupted").hasSizeGreaterThan(VIDEOS / 3);
        assertThat(ark.refusals()).isEmpty();
        assertThat(fal.refusals()).isEmpty();
    }

    private Program node(String name) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "REELAY_ACCESS_CREATES_PER_MINUTE", "1000", "REELAY_ACCESS_CONCURRENT_VIDEOS", "1000",
                "REELAY_UPSTREAM_CONCURRENT_VIDEOS", String.valueOf(VIDEOS),
                // longer than the test, which expires the leases itself
                "REELAY_PIPELINE_LEASE", "1h", "REELAY_PIPELINE_HEARTBEAT", "500ms", "REELAY_PIPELINE_DEADLINE", "1h"));
        Map.of("ark", ark, "fal", fal).forEach((dialect, fake) -> {
            String account = "REELAY_UPSTREAM_ACCOUNTS_" + dialect.toUpperCase(Locale.ROOT) + "_";
            settings.put(account + "DIALECT", dialect);
            settings.put(account + "API_KEY", FakeProvider.KEY);
            settings.put(account + "URL", fake.url().toString());
        });
        return cluster.start(name, settings).awaitReady();
    }

    private void createVideos(int count) {
        for (int i = 0; i < count; i++) {
            String prompt = "HELD until the test ends, number " + prompts.size();
            RequestSpecification create = Api.as(ALICE);
            Map.of("prompt", prompt, "model", MODELS.get(i % MODELS.size()), "size", "1280x720", "seconds", "5")
                    .forEach((name, value) -> text(create, name, value));
            String id = Json.of(create.post("/v1/videos").then().statusCode(200).extract()).get("id");
            prompts.put(id, prompt);
        }
    }

    private Stream<Job> jobs() {
        return prompts.values().stream()
                .flatMap(prompt -> Stream.of(ark, fal).flatMap(fake -> fake.jobs(prompt).stream()));
    }

    private long ends() {
        return prompts.keySet().stream().map(id -> get(ALICE, id).getString("status"))
                .filter(status -> status.equals("completed") || status.equals("failed")).count();
    }
}
