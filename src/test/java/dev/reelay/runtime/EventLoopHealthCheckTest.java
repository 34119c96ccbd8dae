package dev.reelay.runtime;

import static dev.reelay.testing.Waits.LIMIT;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.VertxInternal;

class EventLoopHealthCheckTest {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(3));
    private final CountDownLatch stuck = new CountDownLatch(1);

    @AfterEach
    void close() {
        stuck.countDown();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void runningEventLoopsAreLive() {
        await().untilAsserted(() -> assertThat(check().getData().orElseThrow()).containsEntry("running", 3L)
                .containsEntry("stuck", 0L));
        await().untilAsserted(() -> assertThat(check().getStatus()).isEqualTo(Status.UP));
    }

    @Test
    void blockedEventLoopIsNotLiveUntilItRuns() {
        ((VertxInternal) vertx).getEventLoopGroup().next().execute(() -> {
            try {
                stuck.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThat(check().getStatus()).isEqualTo(Status.DOWN);
        await().untilAsserted(() -> assertThat(check().getData().orElseThrow()).containsEntry("running", 2L)
                .containsEntry("stuck", 1L));

        stuck.countDown();
        await().untilAsserted(() -> assertThat(check().getStatus()).isEqualTo(Status.UP));
    }

    @Test
    void checkEndsBeforeProbeTimeout() throws IOException {
        String deployment = Files.readString(Path.of("src/main/kubernetes/deployment.yaml"));

        assertThat(Pattern.compile("timeoutSeconds: (\\d+)").matcher(deployment).results()
                .map(timeout -> Duration.ofSeconds(Long.parseLong(timeout.group(1)))))
                .isNotEmpty().allSatisfy(timeout -> assertThat(EventLoopHealthCheck.PING_TIMEOUT).isLessThan(timeout));
    }

    private HealthCheckResponse check() {
        return new EventLoopHealthCheck(vertx).call().await().atMost(LIMIT);
    }
}
