package dev.reelay.pipeline;

import java.time.Duration;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import dev.reelay.async.PeriodicTask;
import dev.reelay.async.VertxContexts;
import dev.reelay.store.VideoRetention;

/** Deletes old terminal videos, so that the tables stay bounded. Every node does so, because the delete is idempotent. */
@ApplicationScoped
class Pruner {
    private static final Logger LOG = Logger.getLogger(Pruner.class);
    private static final Duration INTERVAL = Duration.ofMinutes(10);
    /** Avoids the load on the database at the start; short, because a node that scales to zero may run for minutes only. */
    private static final Duration AFTER_THE_START = Duration.ofSeconds(5);

    private final PipelineConfig config;
    private final VideoRetention videos;
    private final VertxContexts contexts;
    private final PeriodicTask task = new PeriodicTask("Deletion of old videos", INTERVAL, this::prune);

    Pruner(PipelineConfig config, VideoRetention videos, VertxContexts contexts) {
        this.config = config;
        this.videos = videos;
        this.contexts = contexts;
    }

    void onStart(@Observes StartupEvent event) {
        task.startAfter(AFTER_THE_START);
    }

    void onStop(@Observes ShutdownEvent event) {
        task.cancel();
    }

    /** Deletes all that is old now. */
    Uni<Void> prune() {
        return untilNothingIsOld(() -> videos.prune(config.retention()))
                .chain(() -> untilNothingIsOld(videos::pruneDeletions));
    }

    /** Deletes one batch after another, because one in each interval may be less than what is made. */
    private Uni<Void> untilNothingIsOld(Supplier<Uni<Integer>> batch) {
        return Multi.createBy().repeating().uni(() -> contexts.run(batch))
                .whilst(deleted -> deleted > 0)
                .invoke(deleted -> LOG.debugf("Deleted %d old rows", deleted)).onItem().ignoreAsUni();
    }
}
