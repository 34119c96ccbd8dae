package dev.reelay.pipeline;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import dev.reelay.async.VertxContexts;
import dev.reelay.store.NodeLeases;
import dev.reelay.store.VideoLeases;
import dev.reelay.store.VideoLeases.AccountLimits;
import dev.reelay.upstream.Upstream;
import dev.reelay.video.Claim;
import dev.reelay.video.Lease;

/** Claims videos for this node: those without a live node, and waiting ones while an account has free slots. */
@ApplicationScoped
class VideoClaimer {
    private static final Logger LOG = Logger.getLogger(VideoClaimer.class);
    /** The number of videos that one statement takes over. */
    private static final int BATCH_LIMIT = 100;

    private final String node = UUID.randomUUID().toString();
    private final PipelineConfig config;
    private final NodeLeases nodes;
    private final VideoLeases leases;
    private final Upstream upstream;
    private final VertxContexts contexts;
    private final Counter takeovers;
    private volatile long checked = System.nanoTime();
    private volatile long searched;

    VideoClaimer(PipelineConfig config, NodeLeases nodes, VideoLeases leases, Upstream upstream, VertxContexts contexts,
            MeterRegistry metrics) {
        this.config = config;
        this.nodes = nodes;
        this.leases = leases;
        this.upstream = upstream;
        this.contexts = contexts;
        this.searched = System.nanoTime() - config.heartbeat().toNanos();
        this.takeovers = Counter.builder("reelay.pipeline.takeovers")
                .description("Videos without a live node that this node took over").register(metrics);
    }

    /**
     * Releases videos that this node has claimed without knowing it, once in the time of a lease.
     *
     * @param held the leases of all videos that this node processes, which may be thousands; asked for only when they are due
     */
    Uni<Void> releaseForgotten(Supplier<Set<Lease>> held) {
        if (System.nanoTime() - checked < config.lease().toNanos()) {
            return Uni.createFrom().voidItem();
        }
        Set<Lease> known = held.get();
        return contexts.run(() -> leases.releaseForgotten(node, known))
                .invoke(this::logForgotten)
                .replaceWithVoid();
    }

    private void logForgotten(int released) {
        checked = System.nanoTime();
        if (released > 0) {
            LOG.warnf("Released %d videos: the connection to the database broke during their claim", released);
        }
    }

    /**
     * Returns the available claims, batch after batch: taken over videos first, then waiting ones. Renews the lease and
     * searches for videos to take over at each heartbeat only, because a node also claims after each create and each end of a
     * video.
     */
    Multi<Claim> next() {
        boolean recent = System.nanoTime() - searched < config.heartbeat().toNanos() / 2; // a heartbeat may come a little early
        return recent ? waiting() : Multi.createBy().concatenating().streams(orphaned(), waiting());
    }

    /** Releases the videos of this node, so that other nodes may claim them at once. */
    Uni<Void> release() {
        return contexts.run(() -> nodes.release(node));
    }

    /** Takes over videos in batches. Renews the lease before each batch, because thousands of claims may outlast one lease. */
    private Multi<Claim> orphaned() {
        return Multi.createBy().repeating().uni(() -> contexts.run(() -> nodes.renew(node, config.lease()))
                .chain(() -> contexts.run(() -> leases.claim(node, BATCH_LIMIT))))
                .whilst(found -> found.size() == BATCH_LIMIT) // a full batch: there may be more
                .invoke(this::logTakeovers)
                .onCompletion().invoke(() -> searched = System.nanoTime())
                .onItem().<Claim> disjoint();
    }

    private void logTakeovers(List<Claim> found) {
        takeovers.increment(found.size());
        if (!found.isEmpty()) {
            LOG.infof("Took over %d videos without a live node", found.size());
        }
    }

    private Multi<Claim> waiting() {
        return contexts.run(() -> leases.claimWaiting(node, limits(), upstream.permitWindow()))
                .onItem().<Claim> disjoint();
    }

    private List<AccountLimits> limits() {
        return upstream.accounts().stream()
                .map(account -> new AccountLimits(account, upstream.requestsPerMinute(account),
                        upstream.concurrentVideos(account), upstream.models(account)))
                .toList();
    }
}
