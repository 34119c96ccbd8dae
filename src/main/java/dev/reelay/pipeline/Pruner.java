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

import dev.reelay.video.VertxContexts;
import dev.reelay.video.VideoLeases;

/** Keeps the table of videos from growing for ever. Every node does it; twice does no harm. */
@ApplicationScoped
class Pruner {
    private static final Logger LOG = Logger.getLogger(Pruner.class);
    private static final Duration INTERVAL = Duration.ofMinutes(10);
    /** At the start everybody wants the database; and a node may live for minutes only. */
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
                .subscribe().with(pruned -> LOG.debugf("%d old videos are forgotten", pruned));
    }

    void onStop(@Observes ShutdownEvent event) {
        ticks.cancel();
    }

    private Uni<Integer> prune() {
        return contexts.run(() -> leases.prune(config.retention()))
                .onFailure().invoke(failure -> LOG.warnf("Old videos are not forgotten yet: %s", failure.getMessage()))
                .onFailure().recoverWithItem(0);
    }
}
