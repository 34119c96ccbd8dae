package dev.reelay.faults;

import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import dev.reelay.testing.Cluster;
import dev.reelay.testing.Program;
import dev.reelay.testing.Slow;
import dev.reelay.upstream.MeteredUpstream;
import dev.reelay.upstream.MeteredUpstream.Sale;
import dev.reelay.upstream.MeteredUpstream.Terms;

/** A database that has no connection left for the node. */
@Slow
class ConnectionLimitIT {
    private static final String ROLE = "limited";

    private final MeteredUpstream upstream = new MeteredUpstream(new Terms(Integer.MAX_VALUE, Integer.MAX_VALUE,
            Duration.ofSeconds(1), Duration.ofMillis(10), false));
    private final Cluster cluster = new Cluster("connection-limit", upstream.url());

    @BeforeEach
    void createRole() throws Exception {
        cluster.execute("create role " + ROLE + " login");
        cluster.execute("alter database %s owner to %s".formatted(
                cluster.database().substring(cluster.database().lastIndexOf('/') + 1), ROLE));
    }

    @AfterEach
    void leaveNothing() throws Exception {
        cluster.close();
        upstream.close();
    }

    @Test
    void exhaustedDatabaseReturns503AndIsUsedAgain() throws Exception {
        Program node = cluster.start("node", Map.of("QUARKUS_DATASOURCE_USERNAME", ROLE,
                "REELAY_DATABASE_TIMEOUT", "3s")).awaitReady();
        PatientCaller caller = new PatientCaller(node.uri(), ALICE);
        String running = caller.create();

        cluster.execute("alter role %s connection limit 0".formatted(ROLE));
        cluster.execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = '%s'".formatted(ROLE));
        HttpResponse<String> refused = await().until(() -> caller.create(UUID.randomUUID().toString()),
                response -> response.statusCode() != 200);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        await().until(() -> caller.get("/q/health/ready").statusCode() == 503);
        assertThat(caller.get("/q/health/live").statusCode()).isEqualTo(200);

        cluster.execute("alter role %s connection limit -1".formatted(ROLE));
        await().until(() -> caller.get("/q/health/ready").statusCode() == 200);
        assertThat(caller.awaitEnd(running).getString("status")).isEqualTo("completed");
        assertThat(caller.awaitEnd(caller.create()).getString("status")).isEqualTo("completed");
        assertThat(upstream.sales()).extracting(Sale::idempotencyKey).doesNotHaveDuplicates().hasSize(2);
    }
}
