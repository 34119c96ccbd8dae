package dev.reelay.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.logging.Level;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Uni;

import dev.reelay.testing.LogLines;

class FailureLogTest {
    private final FailureLog log = new FailureLog(Logger.getLogger(FailureLogTest.class), "Claim");

    @Test
    void outageIsOneWarning() {
        try (LogLines lines = new LogLines()) {
            fail("down");
            fail("still down");
            assertThat(log.watch(Uni.createFrom().item("claimed")).await().indefinitely()).isEqualTo("claimed");
            fail("down again");

            assertThat(lines.atLeast(Level.INFO)).filteredOn(line -> line.contains(FailureLogTest.class.getName()))
                    .hasSize(2).allMatch(line -> line.startsWith("WARN"));
        }
    }

    private void fail(String reason) {
        Throwable failure = log.watch(Uni.createFrom().failure(new IOException(reason))).onItemOrFailure()
                .transform((item, failed) -> failed).await().indefinitely();
        assertThat(failure).hasMessage(reason);
    }
}
