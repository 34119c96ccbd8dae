package dev.reelay.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;

/** How soon the program answers, and what it occupies with its built-in upstream and without the database. */
class MemoryBench {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void aroundOneJob() throws Exception {
        Report report = new Report("Memory", "");
        try (Gateway gateway = Gateway.startWithSandbox("memory")) {
            report.add("idle after the start", "MB", Memory.resident(gateway.pid()) / 1024.0, Optional.empty());
            Caller caller = new Caller(gateway.uri());
            String id = caller.create("A lighthouse at dusk, slow pan, warm light");
            report.add("from the start to the answer to a create", "s", age(gateway.pid()), Optional.empty());
            await().atMost(PATIENCE).until(() -> caller.isCompleted(id));
            assertThat(caller.content(id)).isPositive();
            report.add("after one video was made and downloaded", "MB", Memory.resident(gateway.pid()) / 1024.0,
                    Optional.empty());
        }
        report.close();
    }

    private static double age(long pid) {
        Instant start = ProcessHandle.of(pid).flatMap(process -> process.info().startInstant()).orElseThrow();
        return Duration.between(start, Instant.now()).toMillis() / 1000.0;
    }
}
