package dev.reelay.pipeline;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

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
import dev.reelay.video.Coalesced;
import dev.reelay.video.FreshContext;
import dev.reelay.video.VideoLeases;

/**
 * Leads videos to their end. At each heartbeat this node says that it lives and claims what nobody leads: new videos,
 * those put back, and those of a node that died. Nothing here belongs to a request; a restart goes on from the rows.
 */
@ApplicationScoped
public class Pipeline {
    private static final Logger LOG = Logger.getLogger(Pipeline.class);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final int CLAIM_LIMIT = 100;

    private final String node = UUID.randomUUID().toString();
    private final PipelineConfig config;
    private final VideoLeases leases;
    private final FreshContext contexts;
    private final VideoRun run;
    private final WorkInHand work;
    private final Upstream upstream;
    private final Coalesced claims = new Coalesced(this::claim);
    private final Set<CompletableFuture<Void>> led = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile Cancellable heartbeat = () -> {
    };

    Pipeline(PipelineConfig config, VideoLeases leases, FreshContext contexts, VideoRun run, WorkInHand work,
            Upstream upstream) {
        this.config = config;
        this.leases = leases;
        this.contexts = contexts;
        this.run = run;
        this.work = work;
        this.upstream = upstream;
    }

    /** There may be a video to claim; does not wait for it. */
    public void wake() {
        if (running.get()) {
            claims.request();
        }
    }

    /** How often a running video may have news. */
    public Duration pollInterval() {
        return upstream.pollInterval();
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
                work.finish().chain(() -> contexts.run(() -> leases.release(node))).await().atMost(STOP_LIMIT);
            } catch (RuntimeException e) {
                LOG.warnf("The videos of this node are not released but taken over in a while: %s", e.getMessage());
            }
            led.forEach(video -> video.cancel(false));
        }
    }

    private Uni<Void> claim() {
        return contexts.run(() -> leases.renew(node, config.lease()).chain(this::claimStarted).chain(this::claimWaiting))
                .onFailure().invoke(failure -> LOG.warnf("Cannot look for videos to lead: %s", failure.getMessage()));
    }

    private void lead(Claim claim) {
        CompletableFuture<Void> end = run.lead(claim).subscribeAsCompletionStage();
        led.add(end);
        end.whenComplete((done, cancelled) -> {
            led.remove(end);
            wake(); // there is room for the next one
        });
    }

    /** Those that were led before, by a node that is gone. */
    private Uni<Void> claimStarted() {
        return unlessStopped(() -> leases.claim(node, CLAIM_LIMIT)).invoke(found -> {
            found.forEach(this::lead);
            if (found.size() == CLAIM_LIMIT) {
                wake();
            }
        }).replaceWithVoid();
    }

    /** Each goes to an account with room. */
    private Uni<Void> claimWaiting() {
        return Multi.createFrom().iterable(upstream.accounts())
                .onItem().transformToUniAndConcatenate(account -> unlessStopped(
                        () -> leases.claimWaiting(node, account, upstream.concurrentVideos())))
                .invoke(found -> found.forEach(this::lead))
                .onItem().ignoreAsUni();
    }

    private Uni<List<Claim>> unlessStopped(Supplier<Uni<List<Claim>>> claims) {
        return running.get() ? claims.get() : Uni.createFrom().item(List.of());
    }
}
