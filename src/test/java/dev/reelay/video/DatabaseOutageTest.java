package dev.reelay.video;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Api.get;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.testing.EventReader;
import dev.reelay.testing.EventReader.Event;
import dev.reelay.testing.TestDatabase;

/** A temporary outage of the database delays videos and loses none. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class DatabaseOutageTest {
    @TestHTTPResource
    URI reelay;
    @Inject
    AgroalDataSource migrations;

    @Inject
    Pool pool;

    @AfterEach
    void leaveUsableConnections() {
        TestDatabase.awaitUsable(pool);
    }

    @Test
    void lostConnectionsCostNoVideoAndNoEvent() throws Exception {
        String id = create(ALICE, "[slow:4s] a dog");
        CompletableFuture<List<Event>> events = CompletableFuture.supplyAsync(() -> watch(id));
        await().until(() -> get(ALICE, id).getString("status"), equalTo("in_progress"));

        try (Connection admin = admin(); Statement statement = admin.createStatement()) {
            statement.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'postgres' and pid <> pg_backend_pid()");
        }

        TestDatabase.awaitUsable(pool); // until then a read may get 503
        awaitEnd(ALICE, id, "completed");
        assertThat(events.join()).extracting(Event::kind).endsWith("completed");
    }

    @Test
    void requestDuringOutageReturns503WithRetryAfter() throws Exception {
        String id = create(ALICE, "[stall] a dog");
        duringOutage(() -> as(ALICE).get("/v1/videos/" + id).then().statusCode(503)
                .header("Retry-After", equalTo("2"))
                .body(at("error.code", equalTo("service_unavailable"))));
        await().untilAsserted(() -> as(ALICE).get("/v1/videos/" + id).then().statusCode(200));
    }

    /** A stream that began would have no position, so its client would miss what ends before the database is back. */
    @Test
    void newStreamOfAllVideosDoesNotBeginDuringOutage() throws Exception {
        duringOutage(() -> {
            HttpResponse<Stream<String>> response = EventReader.open(reelay.resolve("/v1/videos/events"), ALICE);
            try (Stream<String> body = response.body()) {
                assertThat(response.statusCode()).isEqualTo(503);
                assertThat(response.headers().firstValue("Retry-After")).contains("2");
            }
        });
    }

    /** Closes all connections and permits no new one, until the assertion holds. */
    private void duringOutage(ThrowingRunnable assertion) throws SQLException {
        try (Connection admin = admin(); Statement statement = admin.createStatement()) {
            statement.execute("alter database postgres allow_connections false");
            try {
                await().untilAsserted(() -> {
                    statement.execute(
                            "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'postgres'");
                    assertion.run();
                });
            } finally {
                statement.execute("alter database postgres allow_connections true");
            }
        }
    }

    private List<Event> watch(String id) {
        try {
            return EventReader.readAll(reelay.resolve("/v1/videos/" + id + "/events"), ALICE);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connects to another database of the same server, which stays available. */
    private Connection admin() throws SQLException {
        String url = migrations.getConfiguration().connectionPoolConfiguration().connectionFactoryConfiguration().jdbcUrl();
        return DriverManager.getConnection(url.replaceFirst("/postgres$", "/template1"), "postgres", "");
    }
}
