package dev.reelay;

import static dev.reelay.api.admin.Keys.awaitStatus;
import static dev.reelay.api.admin.Keys.created;
import static dev.reelay.api.admin.Keys.get;
import static dev.reelay.api.admin.Keys.revoke;
import static dev.reelay.api.admin.Keys.rotate;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.running;
import static dev.reelay.upstream.FaultUpstream.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.vertx.core.buffer.Buffer;

import dev.reelay.content.StalledReader;
import dev.reelay.testing.Api;
import dev.reelay.testing.Cluster;
import dev.reelay.testing.EventReader;
import dev.reelay.testing.Json;
import dev.reelay.testing.Program;
import dev.reelay.testing.Slow;
import dev.reelay.testing.TestDatabase;
import dev.reelay.upstream.FaultUpstream;

/** An administrator calls one of two nodes, and both act. */
@Slow
class KeysIT {
    private final FaultUpstream upstream = new FaultUpstream();
    private final Cluster cluster = new Cluster("keys", upstream.start().get("reelay.upstream.url"));

    @AfterEach
    void leaveNothing() throws InterruptedException {
        cluster.close();
        upstream.stop();
    }

    @Test
    void bothNodesKnowAKeyUntilItIsRevoked() throws IOException {
        AtomicBoolean asked = new AtomicBoolean();
        script("a heron").status(running(10));
        script("a crane").content(request -> {
            request.response().putHeader("Content-Length", "1000000").putHeader("Content-Type", "video/mp4")
                    .write(Buffer.buffer(new byte[1000]));
            asked.set(true);
        });
        Program a = node("a");
        Program b = node("b").talkTo();
        a.talkTo();
        Json key = created("{\"name\":\"alice\"}");
        String id = key.getString("id");
        String secret = key.getString("secret");

        b.talkTo();
        awaitStatus(secret, 200);
        String open = Api.create(secret, "a heron");
        String finished = Api.create(secret, "a crane");
        Api.awaitEnd(secret, finished, "completed");
        try (EventReader stream = EventReader.follow(b.uri().resolve("/v1/videos/" + open + "/events"), secret);
                StalledReader download = new StalledReader(b.uri(), secret, finished)) {
            assertThat(stream.next()).isPresent();
            await().untilTrue(asked);

            a.talkTo();
            String second = Json.of(rotate(id, "{\"grace\":0}").statusCode(200).extract()).get("secret");
            b.talkTo();
            awaitStatus(second, 200);
            awaitStatus(secret, 401);
            a.talkTo();
            revoke(id).statusCode(200);

            stream.rest();
            await().until(() -> !download.isConnected());
            b.talkTo();
            awaitStatus(second, 401);
            get(id).body(at("status", equalTo("revoked")));
        }
    }

    private Program node(String name) throws IOException {
        return cluster.start(name, Map.of("REELAY_ACCESS_ADMIN_KEYS", "ops:" + TestDatabase.ADMIN,
                "REELAY_CONTENT_IDLE_TIMEOUT", "1h")).awaitReady();
    }
}
