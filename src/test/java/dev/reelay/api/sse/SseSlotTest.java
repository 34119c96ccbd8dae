package dev.reelay.api.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;

import dev.reelay.access.Keyring;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/** Checks the slots of an owner's event streams. */
class SseSlotTest {
    private static final int LIMIT = 2;

    private final Vertx vertx = Vertx.vertx();
    private final SseConnectionRegistry registry = new SseConnectionRegistry(new Config(), new Keyring(), vertx,
            new SimpleMeterRegistry());

    private record Config() implements SseConfig {
        @Override
        public Duration heartbeat() {
            return Duration.ofSeconds(15);
        }

        @Override
        public int streamsPerKey() {
            return LIMIT;
        }

        @Override
        public Duration maxLifetime() {
            return Duration.ofHours(1);
        }

        @Override
        public Duration stuckTimeout() {
            return Duration.ofSeconds(30);
        }
    }

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void reservedSlotsCountBeforeTheirStreamsOpen() {
        reserveAll();

        assertThatExceptionOfType(ReelayException.class).isThrownBy(() -> registry.reserve("alice"))
                .satisfies(rejected -> assertThat(rejected.code()).isEqualTo(ErrorCode.RATE_LIMIT_EXCEEDED));
        assertThat(registry.reserve("bob")).isNotNull();
    }

    @Test
    void repeatedReleaseFreesOneSlot() {
        List<SseConnectionRegistry.Slot> slots = reserveAll();

        slots.get(0).release();
        slots.get(0).release();

        registry.reserve("alice");
        assertThatExceptionOfType(ReelayException.class).isThrownBy(() -> registry.reserve("alice"));
    }

    private List<SseConnectionRegistry.Slot> reserveAll() {
        return Stream.generate(() -> registry.reserve("alice")).limit(LIMIT).toList();
    }
}
