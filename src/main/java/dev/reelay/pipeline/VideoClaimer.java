package dev.reelay.pipeline;

import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import dev.reelay.upstream.Upstream;
import dev.reelay.video.Claim;
import dev.reelay.video.VertxContexts;
import dev.reelay.video.VideoLeases;

/** What this node takes upon itself: videos whose node is gone, and waiting ones as far as an account has room. */
@ApplicationScoped
class VideoClaimer {
    private static final Logger LOG = Logger.getLogger(VideoClaimer.class);
    private static final int LIMIT = 100;

    private final String node = UUID.randomUUID().toString();
    private final PipelineConfig config;
    private final VideoLeases leases;
    private final Upstream upstream;
    private final VertxContexts contexts;
    private final Counter takeovers;

    VideoClaimer(PipelineConfig config, VideoLeases leases, Upstream upstream, VertxContexts contexts, MeterRegistry metrics) {
        this.config = config;
        this.leases = leases;
        this.upstream = upstream;
        this.contexts = contexts;
        this.takeovers = Counter.builder("reelay.pipeline.takeovers")
                .description("Videos of other nodes, or of none, that this node took over").register(metrics);
    }

    /** What there is to claim, batch after batch. */
    Multi<Claim> next() {
        return Multi.createBy().concatenating().streams(orphaned(), waiting());
    }

    /** This node claims no more; others may have what it led. */
    Uni<Void> release() {
        return contexts.run(() -> leases.release(node));
    }

    /** Before each batch this node says that it lives: thousands may take longer than it would be believed. */
    private Multi<Claim> orphaned() {
        return Multi.createBy().repeating().uni(() -> contexts.run(() -> leases.renew(node, config.lease()))
                .chain(() -> contexts.run(() -> leases.claim(node, LIMIT))))
                .whilst(found -> found.size() == LIMIT) // there may be more, and they have waited long enough
                .invoke(this::logTakeovers)
                .onItem().<Claim> disjoint();
    }

    private void logTakeovers(List<Claim> found) {
        takeovers.increment(found.size());
        if (!found.isEmpty()) {
            LOG.infof("%d videos without a node are taken over", found.size());
        }
    }

    private Multi<Claim> waiting() {
        return Multi.createFrom().iterable(upstream.accounts())
                .onItem().transformToUniAndConcatenate(account -> contexts.run(
                        () -> leases.claimWaiting(node, account, upstream.concurrentVideos(), upstream.requestsPerMinute())))
                .onItem().<Claim> disjoint();
    }
}
