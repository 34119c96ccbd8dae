package dev.reelay.content;

import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Api.get;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.json;
import static dev.reelay.upstream.FaultUpstream.script;
import static io.restassured.RestAssured.given;

import java.util.UUID;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** Creates videos for the tests of the archive, and reads its metrics. */
public final class ArchivedVideos {
    public static final Handler<RoutingContext> GONE = json(404, "{}");

    private ArchivedVideos() {
    }

    /** @param contents the upstream's responses to the requests for the content; the last one repeats */
    @SafeVarargs
    public static String completed(Handler<RoutingContext>... contents) {
        String prompt = "prompt " + UUID.randomUUID();
        script(prompt).content(contents);
        String id = create(ALICE, prompt);
        awaitEnd(ALICE, id, "completed");
        return id;
    }

    @SafeVarargs
    public static String archived(Handler<RoutingContext>... contents) {
        String id = completed(contents);
        await().until(() -> get(ALICE, id).getValue("expires_at") != null);
        return id;
    }

    public static double metric(String event) {
        String name = "reelay_content_archive_total{event=\"" + event + "\"";
        return given().get("/q/metrics").asString().lines().filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }
}
