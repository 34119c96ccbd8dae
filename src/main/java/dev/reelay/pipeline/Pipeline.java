package dev.reelay.pipeline;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;

import org.jboss.logging.Logger;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServerStart;
import io.smallrye.mutiny.Uni;

import dev.reelay.async.PeriodicTask;
import dev.reelay.async.SingleFlight;
import dev.reelay.upstream.Upstream;
import dev.reelay.video.Claim;
import dev.reelay.video.Lease;
import dev.reelay.video.Video;

/**
 * Claims videos and processes them until they are terminal. This node claims at each heartbeat and at each event that may
 * permit a claim, such as a create or the end of a video. The work is independent of requests, and resumes from the rows
 * after a restart.
 */
@ApplicationScoped
public class Pipeline {
    private static final Logger LOG = Logger.getLogger(Pipeline.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final VideoClaimer claims;
    private final VideoWorker run;
    private final InFlightTracker work;
    private final Upstream upstream;
    private final SingleFlight<Void> claim = new SingleFlight<>(this::claim);
    /** The parts of the work on videos, with the lease of each. */
    private final Map<CompletableFuture<?>, Lease> tracked = new ConcurrentHashMap<>();
    private final AtomicBoolean running = new AtomicBoolean();
    private final PeriodicTask heartbeat;
    private volatile boolean claimed;

    Pipeline(PipelineConfig config, VideoClaimer claims, VideoWorker run, InFlightTracker work, Upstream upstream) {
        this.claims = claims;
        this.run = run;
        this.work = work;
        this.upstream = upstream;
        this.heartbeat = new PeriodicTask("Heartbeat", config.heartbeat(),
                () -> Uni.createFrom().voidItem().invoke(this::wake));
    }

    /** Starts a claim without waiting for it; does nothing unless the pipeline is running. */
    public void wake() {
        if (running.get()) {
            claim.request();
        }
    }

    /** Returns the interval of the status polls of a video, and so the shortest time between two of its changes. */
    public Duration pollInterval(Video video) {
        return upstream.pollInterval(video.job().account());
    }

    /** Returns the accounts for which {@link Upstream#stopsCharging} is true. */
    public Set<String> stoppingAccounts() {
        return upstream.accounts().stream().filter(upstream::stopsCharging).collect(Collectors.toSet());
    }

    /** Returns true if the built-in sandbox makes the videos. */
    public boolean usesSandbox() {
        return upstream.isSandbox();
    }

    /** Returns true once this node has completed a claim. */
    boolean hasClaimed() {
        return claimed;
    }

    /** Starts the heartbeat once the HTTP server listens, because the sandbox of this program may be the upstream. */
    void onListening(@ObservesAsync HttpServerStart event) {
        if (running.compareAndSet(false, true)) {
            heartbeat.start();
        }
    }

    /** Releases the videos to other nodes at the start of the shutdown delay, while this node still serves requests. */
    void onDrain(@Observes ShutdownDelayInitiatedEvent event) {
        stop();
    }

    void onStop(@Observes ShutdownEvent event) {
        stop();
    }

    /**
     * Awaits the creates in flight, because they may cost money, and a claim in flight, because it renews the lease. Then
     * releases the videos and cancels their polling.
     */
    private void stop() {
        if (running.compareAndSet(true, false)) {
            heartbeat.cancel();
            try {
                work.drain().chain(claims::release).await().atMost(STOP_LIMIT);
            } catch (RuntimeException e) {
                LOG.warnf("Release of this node's videos failed; other nodes take them over after its lease: %s",
                        e.getMessage());
            }
            tracked.keySet().forEach(part -> part.cancel(false));
        }
    }

    private Uni<Void> claim() {
        return work.track(() -> claims.releaseForgotten(() -> Set.copyOf(tracked.values()))
                .chain(() -> claims.next().invoke(this::start).onItem().ignoreAsUni())).invoke(() -> claimed = true)
                .onFailure().invoke(failure -> LOG.warnf("Claim of videos failed: %s", failure.getMessage()));
    }

    /** Wakes the next claim where a slot may be free: not after a video was accepted, because it keeps its slot. */
    private void start(Claim claimed) {
        Lease lease = claimed.lease();
        if (claimed.video().isWaiting()) {
            track(lease, run.submit(claimed)
                    .invoke(taken -> taken.ifPresentOrElse(running -> follow(lease, running), this::wake)));
        } else {
            follow(lease, run.takenOver(claimed));
        }
    }

    private void follow(Lease lease, TrackedVideo running) {
        track(lease, run.follow(running).invoke(this::wake));
    }

    private void track(Lease lease, Uni<?> part) {
        CompletableFuture<?> end = part.subscribeAsCompletionStage();
        tracked.put(end, lease);
        end.whenComplete((done, cancelled) -> tracked.remove(end));
    }
}
