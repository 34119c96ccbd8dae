package dev.reelay.telemetry;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;

import dev.reelay.database.SqlStatement;
import dev.reelay.store.StepListener;
import dev.reelay.video.Video;

/**
 * Counts what videos cost that end on this node. The owner is a label only if the operator wants it, because owners are no
 * closed set.
 */
@ApplicationScoped
class CostMetrics implements StepListener {
    private final MetricsConfig config;
    private final VideoLabels labels;
    private final MeterProvider<Counter> costs;

    CostMetrics(MetricsConfig config, VideoLabels labels, MeterRegistry metrics) {
        this.config = config;
        this.labels = labels;
        costs = Counter.builder("reelay.videos.cost").baseUnit("usd")
                .description("What the videos cost that ended on this node; an uncertain cost is not in it")
                .withRegistry(metrics);
    }

    /** Registers the series at the start, so that they exist with the value 0. Those of owners come with their videos. */
    void onStart(@Observes StartupEvent event) {
        if (!config.ownerLabel()) {
            labels.all().map(VideoMetrics::tags).forEach(costs::withTags);
        }
    }

    @Override
    public List<SqlStatement> onStep(Video video, Duration age) {
        if (video.isTerminal()) {
            video.cost().amount().map(BigDecimal::doubleValue).ifPresent(costs.withTags(
                    VideoMetrics.tags(labels(video)))::increment);
        }
        return List.of();
    }

    private Map<String, String> labels(Video video) {
        Map<String, String> all = new HashMap<>(labels.of(video));
        if (config.ownerLabel()) {
            all.put("owner", video.owner());
        }
        return all;
    }
}
