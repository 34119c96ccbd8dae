package dev.reelay.faults;

import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import dev.reelay.testing.Cluster;
import dev.reelay.testing.Program;
import dev.reelay.upstream.MeteredUpstream;
import dev.reelay.upstream.MeteredUpstream.Sale;
import dev.reelay.upstream.MeteredUpstream.Terms;

/** A node that has no file descriptor left. */
@Tag("endurance")
@EnabledOnOs(OS.LINUX)
class OpenFilesIT {
    private static final int DESCRIPTORS = 700;
    private static final int VIDEOS = 5;

    private final MeteredUpstream upstream = new MeteredUpstream(
            new Terms(Integer.MAX_VALUE, Integer.MAX_VALUE, Duration.ofSeconds(3), Duration.ofMillis(50), false));
    private final Cluster cluster = new Cluster("open-files", upstream.url());
    private final List<Socket> connections = new ArrayList<>();

    @AfterEach
    void leaveNothing() throws Exception {
        closeConnections();
        cluster.close();
        upstream.close();
    }

    @Test
    void nodeWithoutDescriptorsGoesOnWhenThereAreSome() throws Exception {
        Program node = cluster.start(command -> {
            List<String> limited = new ArrayList<>(
                    List.of("/bin/bash", "-c", "ulimit -n %d; exec \"$@\"".formatted(DESCRIPTORS), "bash"));
            limited.addAll(command);
            return limited;
        }, "node", Map.of("REELAY_UPSTREAM_CONCURRENT_VIDEOS", "1000", "REELAY_UPSTREAM_POLL_INTERVAL", "200ms")).awaitReady();
        PatientCaller caller = new PatientCaller(node.uri(), ALICE);
        List<String> running = caller.create(VIDEOS).stream().map(CompletableFuture::join).toList();

        while (openFiles(node) < DESCRIPTORS && connections.size() < 2 * DESCRIPTORS) {
            connections.add(new Socket(node.uri().getHost(), node.uri().getPort()));
        }
        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(() -> new PatientCaller(node.uri(), ALICE).create());
        await().until(() -> node.output().contains("Too many open files"));
        long lines = node.output().lines().count();
        closeConnections();

        assertThat(running).allSatisfy(id -> assertThat(caller.awaitEnd(id).getString("status")).isEqualTo("completed"));
        assertThat(caller.awaitEnd(waiting.join()).getString("status")).isEqualTo("completed");
        assertThat(upstream.sales()).extracting(Sale::idempotencyKey).doesNotHaveDuplicates().hasSize(VIDEOS + 1);
        assertThat(lines).as("lines of the log").isLessThan(200);
    }

    private void closeConnections() throws IOException {
        for (Socket connection : connections) {
            connection.close();
        }
        connections.clear();
    }

    private static long openFiles(Program program) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", String.valueOf(program.pid()), "fd"))) {
            return files.count();
        }
    }
}
