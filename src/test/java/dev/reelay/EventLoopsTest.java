package dev.reelay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.impl.VertxInternal;

class EventLoopsTest {
    private static final Duration LESS_THAN_A_PROBE_WAITS = Duration.ofMillis(2900);

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(3));
    private final CountDownLatch stuck = new CountDownLatch(1);

    @AfterEach
    void close() {
        stuck.countDown();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void loopsThatRunAreLive() {
        assertThat(check().getStatus()).isEqualTo(Status.UP);
        assertThat(check().getData().orElseThrow()).containsEntry("running", 3L).containsEntry("stuck", 0L);
    }

    @Test
    void oneThatIsStuckIsFoundInTime() {
        ((VertxInternal) vertx).getEventLoopGroup().next().execute(() -> {
            try {
                stuck.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThat(check().getStatus()).isEqualTo(Status.DOWN);
        assertThat(check().getData().orElseThrow()).containsEntry("running", 2L).containsEntry("stuck", 1L);

        stuck.countDown();
        assertThat(check().getStatus()).isEqualTo(Status.UP);
    }

    private HealthCheckResponse check() {
        return new EventLoops(vertx).call().await().atMost(LESS_THAN_A_PROBE_WAITS);
    }
}
