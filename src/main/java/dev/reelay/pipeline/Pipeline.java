package dev.reelay.pipeline;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;

import org.jboss.logging.Logger;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.vertx.http.HttpServerStart;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;

import dev.reelay.upstream.Upstream;
import dev.reelay.video.Claim;
import dev.reelay.video.SingleFlight;

/**
 * Leads videos to their end. At each heartbeat, and whenever something may have become possible, this node claims what
 * it can. Nothing here belongs to a request; a restart goes on from the rows.
 */
@ApplicationScoped
public class Pipeline {
    private static final Logger LOG = Logger.getLogger(Pipeline.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final PipelineConfig config;
    private final VideoClaimer claims;
    private final VideoWorker run;
    private final InFlightTracker work;
    private final Upstream upstream;
    private final SingleFlight<Void> claim = new SingleFlight<>(this::claim);
    private final Set<CompletableFuture<?>> tracked = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile Cancellable heartbeat = () -> {
    };
    private volatile boolean claimed;

    Pipeline(PipelineConfig config, VideoClaimer claims, VideoWorker run, InFlightTracker work, Upstream upstream) {
        this.config = config;
        this.claims = claims;
        this.run = run;
        this.work = work;
        this.upstream = upstream;
    }

    /** There may be a video to claim; does not wait for it. */
    public void wake() {
        if (running.get()) {
            claim.request();
        }
    }

    /** How often a running video may have news. */
    public Duration pollInterval() {
        return upstream.pollInterval();
    }

    /** Has this node ever looked for all that there is to lead? */
    boolean hasClaimed() {
        return claimed;
    }

    /** Not before this program listens: its own sandbox may be the upstream. */
    void onListening(@ObservesAsync HttpServerStart event) {
        if (running.compareAndSet(false, true)) {
            heartbeat = Multi.createFrom().ticks().every(config.heartbeat()).onOverflow().drop()
                    .subscribe().with(tick -> wake());
        }
    }

    /** The program is about to stop: others may have the videos while it still answers requests. */
    void onDrain(@Observes ShutdownDelayInitiatedEvent event) {
        stop();
    }

    void onStop(@Observes ShutdownEvent event) {
        stop();
    }

    /** A call that is under way is brought to its end, since it may be paid for; then others go on from the rows. */
    private void stop() {
        if (running.compareAndSet(true, false)) {
            heartbeat.cancel();
            try {
                work.drain().chain(claims::release).await().atMost(STOP_LIMIT);
            } catch (RuntimeException e) {
                LOG.warnf("The videos of this node are not released but taken over in a while: %s", e.getMessage());
            }
            tracked.forEach(part -> part.cancel(false));
        }
    }

    private Uni<Void> claim() {
        return work.track(() -> claims.next().invoke(this::start).onItem().ignoreAsUni()).invoke(() -> claimed = true)
                .onFailure().invoke(failure -> LOG.warnf("Cannot look for videos to lead: %s", failure.getMessage()));
    }

    private void start(Claim claimed) {
        if (claimed.video().isWaiting()) {
            track(run.submit(claimed).invoke(taken -> taken.ifPresent(running -> track(run.follow(running)))));
        } else {
            track(run.follow(run.takenOver(claimed)));
        }
    }

    private void track(Uni<?> part) {
        CompletableFuture<?> end = part.subscribeAsCompletionStage();
        tracked.add(end);
        end.whenComplete((done, cancelled) -> {
            tracked.remove(end);
            wake(); // there is room for the next one, or a place elsewhere for this one
        });
    }
}
