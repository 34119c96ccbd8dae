package dev.reelay.pipeline;

import java.time.Duration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;

import dev.reelay.async.VertxContexts;
import dev.reelay.store.VideoLeases;

/** Deletes old terminal videos, so that the table stays bounded. Every node does so, because the delete is idempotent. */
@ApplicationScoped
class Pruner {
    private static final Logger LOG = Logger.getLogger(Pruner.class);
    private static final Duration INTERVAL = Duration.ofMinutes(10);
    /** Avoids the load on the database at the start; short, because a node that scales to zero may run for minutes only. */
    private static final Duration AFTER_THE_START = Duration.ofSeconds(5);

    private final PipelineConfig config;
    private final VideoLeases leases;
    private final VertxContexts contexts;
    private volatile Cancellable ticks = () -> {
    };

    Pruner(PipelineConfig config, VideoLeases leases, VertxContexts contexts) {
        this.config = config;
        this.leases = leases;
        this.contexts = contexts;
    }

    void onStart(@Observes StartupEvent event) {
        ticks = Multi.createFrom().ticks().startingAfter(AFTER_THE_START).every(INTERVAL).onOverflow().drop()
                .onItem().transformToUniAndConcatenate(tick -> prune())
                .subscribe().with(pruned -> LOG.debugf("Deleted %d old videos", pruned));
    }

    void onStop(@Observes ShutdownEvent event) {
        ticks.cancel();
    }

    private Uni<Integer> prune() {
        return contexts.run(() -> leases.prune(config.retention()))
                .onFailure().invoke(failure -> LOG.warnf("Deletion of old videos failed: %s", failure.getMessage()))
                .onFailure().recoverWithItem(0);
    }
}
