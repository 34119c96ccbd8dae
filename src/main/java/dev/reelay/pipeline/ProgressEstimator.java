package dev.reelay.pipeline;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Uni;

import dev.reelay.async.VertxContexts;
import dev.reelay.store.QueueEstimator;
import dev.reelay.video.Progress;
import dev.reelay.video.Video;

/**
 * Estimates the progress of videos whose upstream states none, from how long their model took lately. It asks the database
 * about a model once in a while, however many videos are polled.
 */
@ApplicationScoped
class ProgressEstimator {
    private static final Logger LOG = Logger.getLogger(ProgressEstimator.class);
    private static final Duration KEPT = Duration.ofSeconds(30);

    private final QueueEstimator estimator;
    private final VertxContexts contexts;
    private final Map<String, Uni<Optional<Duration>>> runTimes = new ConcurrentHashMap<>();

    ProgressEstimator(QueueEstimator estimator, VertxContexts contexts) {
        this.estimator = estimator;
        this.contexts = contexts;
    }

    /**
     * Returns the estimated progress, or empty if too few videos of the model have been completed. Never fails.
     *
     * @param acceptedAt in nanoseconds of {@link System#nanoTime}
     */
    Uni<Optional<Progress>> estimate(Video video, long acceptedAt) {
        long elapsed = Duration.ofNanos(System.nanoTime() - acceptedAt).toMillis();
        return runTimes.computeIfAbsent(video.spec().model(), this::runTime)
                .map(typical -> typical.filter(time -> time.toMillis() > 0)
                        .map(time -> Progress.estimate(elapsed, time.toMillis())));
    }

    private Uni<Optional<Duration>> runTime(String model) {
        return contexts.runUncancellable(() -> estimator.runTime(model))
                .onFailure().invoke(failure -> LOG.infof("Could not estimate the run time of %s: %s", model, failure))
                .onFailure().recoverWithItem(Optional.empty())
                .memoize().atLeast(KEPT);
    }
}
