package dev.reelay.api.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.MemorySize;

import dev.reelay.api.upload.UploadSlots.Slot;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

class UploadSlotsTest {
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final UploadSlots slots = new UploadSlots(new Limits(3, 2, new MemorySize(BigInteger.TEN)), metrics);

    private record Limits(int uploads, int uploadsPerKey, MemorySize bodyLimit) implements UploadConfig {
    }

    @Test
    void ownerAboveItsLimitIsRejected() {
        Slot first = slots.reserve("alice");
        slots.reserve("alice");

        ReelayException rejected = rejected("alice");

        assertThat(rejected.code()).isEqualTo(ErrorCode.RATE_LIMIT_EXCEEDED);
        assertThat(rejected.retryAfter()).isPresent();
        first.release();
        slots.reserve("alice");
    }

    @Test
    void nodeAboveItsLimitIsRejected() {
        slots.reserve("alice");
        Slot second = slots.reserve("alice");
        slots.reserve("bob");

        for (int number = 0; number < 5; number++) {
            assertThat(rejected("carol").code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
        }

        second.release();
        slots.reserve("carol");
    }

    @Test
    void slotIsFreedOnce() {
        Slot slot = slots.reserve("alice");
        slots.reserve("alice");
        slot.release();
        slot.release();

        slots.reserve("alice");

        assertThat(rejected("alice").code()).isEqualTo(ErrorCode.RATE_LIMIT_EXCEEDED);
    }

    @Test
    void gaugeCountsOpenUploads() throws Exception {
        slots.onStart(new StartupEvent());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Void>> uploads = new ArrayList<>();
            IntStream.range(0, 2_000).forEach(number -> uploads.add(() -> upload(new Random(number))));
            for (var upload : threads.invokeAll(uploads)) {
                upload.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(metrics.get("reelay.api.uploads").gauge().value()).isZero();
        slots.reserve("alice");
        assertThat(metrics.get("reelay.api.uploads").gauge().value()).isEqualTo(1);
    }

    private Void upload(Random random) {
        try {
            Slot slot = slots.reserve(List.of("alice", "bob", "carol").get(random.nextInt(3)));
            assertThat(metrics.get("reelay.api.uploads").gauge().value()).isPositive();
            slot.release();
        } catch (ReelayException full) {
            assertThat(full.retryAfter()).isPresent();
        }
        return null;
    }

    private ReelayException rejected(String owner) {
        return catchThrowableOfType(ReelayException.class, () -> slots.reserve(owner));
    }
}
