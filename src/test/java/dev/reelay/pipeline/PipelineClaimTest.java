package dev.reelay.pipeline;

import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import dev.reelay.video.Claim;
import dev.reelay.video.Cost;
import dev.reelay.video.Lease;
import dev.reelay.video.Progress;
import dev.reelay.video.Video;
import dev.reelay.video.VideoId;
import dev.reelay.video.VideoSpec;
import dev.reelay.video.VideoStatus;

/** After what a node claims again, besides its heartbeat, which is an hour here. */
class PipelineClaimTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final PipelineConfig CONFIG = new Hourly(HOUR, HOUR, HOUR, HOUR);
    private static final Lease LEASE = new Lease(VideoId.random(), 1);
    private static final TrackedVideo RUNNING = new TrackedVideo(LEASE, false, HOUR, () -> false, 0);

    private final AtomicInteger claims = new AtomicInteger();
    private final CompletableFuture<Optional<TrackedVideo>> submit = new CompletableFuture<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final Pipeline pipeline = new Pipeline(CONFIG, new OneVideo(), new Worker(), new InFlightTracker(), null);

    @BeforeEach
    void claimAVideo() {
        pipeline.onListening(null);
        await().until(pipeline::hasClaimed);
    }

    @AfterEach
    void stop() {
        pipeline.onStop(null);
    }

    @Test
    void nodeClaimsAgainAfterAVideoThatWasNotAccepted() {
        submit.complete(Optional.empty());

        await().until(() -> claims.get() == 2);
    }

    @Test
    void nodeClaimsNotAfterAnAcceptanceButAfterTheEnd() {
        submit.complete(Optional.of(RUNNING));
        end.complete(null);

        await().until(() -> claims.get() >= 2);
        pipeline.wake();
        await().until(() -> claims.get() >= 3);
        assertThat(claims).hasValue(3);
    }

    private record Hourly(Duration deadline, Duration heartbeat, Duration retention, Duration lease)
            implements
                PipelineConfig {
    }

    /** A claimer whose first claim has a waiting video. */
    private final class OneVideo extends VideoClaimer {
        OneVideo() {
            super(CONFIG, null, null, null, null, new SimpleMeterRegistry());
        }

        @Override
        Uni<Void> releaseForgotten(Supplier<Set<Lease>> held) {
            return Uni.createFrom().voidItem();
        }

        @Override
        Multi<Claim> next() {
            return claims.incrementAndGet() > 1 ? Multi.createFrom().empty() : Multi.createFrom().item(waiting());
        }

        @Override
        Uni<Void> release() {
            return Uni.createFrom().voidItem();
        }
    }

    /** A worker whose parts end when the test says so. */
    private final class Worker extends VideoWorker {
        Worker() {
            super(CONFIG, null, null, null, null, null);
        }

        @Override
        Uni<Optional<TrackedVideo>> submit(Claim claim) {
            return Uni.createFrom().completionStage(submit);
        }

        @Override
        Uni<Void> follow(TrackedVideo running) {
            return Uni.createFrom().completionStage(end);
        }
    }

    private static Claim waiting() {
        Video video = new Video(LEASE.id(), "alice", 1, VideoStatus.SUBMITTED, Progress.NONE,
                new VideoSpec("a dog", "sora-2", "1280x720", "10"), Optional.empty(),
                new Video.Times(Instant.now(), Optional.empty()), Optional.empty(),
                new Video.UpstreamJob(Optional.of("default"), Optional.empty(), Optional.empty(), Optional.empty()),
                Optional.empty(), Cost.NONE, Optional.empty(), Optional.empty());
        return new Claim(LEASE, video, Duration.ZERO, Optional.empty());
    }
}
