package dev.reelay.pipeline;

import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.Thread.State;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.MultiEmitter;

import dev.reelay.video.Claim;
import dev.reelay.video.Lease;

/** The order of the steps with which a node stops. */
class PipelineStopTest {
    private static final PipelineConfig CONFIG = new OftenBeating(Duration.ofHours(1), Duration.ofMillis(10),
            Duration.ofHours(1), Duration.ofHours(1));

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final ClaimerUnderWay claimer = new ClaimerUnderWay();
    private final Pipeline pipeline = new Pipeline(CONFIG, claimer, null, new InFlightTracker(), null);

    /** A claim renews the lease; after the release, it would prevent other nodes from a takeover. */
    @Test
    void stopReleasesTheVideosAfterAClaimUnderWay() {
        pipeline.onListening(null);
        await().until(() -> claimer.claim != null);
        Thread stopping = new Thread(() -> pipeline.onStop(null));

        stopping.start();
        await().until(() -> stopping.getState() == State.TIMED_WAITING || events.contains("released"));
        events.add("claim ended");
        claimer.claim.complete();

        await().until(() -> stopping.getState() == State.TERMINATED);
        assertThat(events).containsExactly("claim ended", "released");
    }

    private record OftenBeating(Duration deadline, Duration heartbeat, Duration retention, Duration lease)
            implements
                PipelineConfig {
    }

    /** A claimer without claims, whose claim ends when the test says so. */
    private final class ClaimerUnderWay extends VideoClaimer {
        private volatile MultiEmitter<? super Claim> claim;

        ClaimerUnderWay() {
            super(CONFIG, null, null, null, null, new SimpleMeterRegistry());
        }

        @Override
        Uni<Void> releaseForgotten(Supplier<Set<Lease>> held) {
            return Uni.createFrom().voidItem();
        }

        @Override
        Multi<Claim> next() {
            return Multi.createFrom().emitter(emitter -> claim = emitter);
        }

        @Override
        Uni<Void> release() {
            return Uni.createFrom().voidItem().invoke(() -> events.add("released"));
        }
    }
}
