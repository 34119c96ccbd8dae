package dev.reelay.content;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

import dev.reelay.video.ArchiveQueue;
import dev.reelay.video.SampledValue;
import dev.reelay.video.VertxContexts;

/** Tells the metrics how the archive is doing, where there is one. */
@ApplicationScoped
class ArchiveMetrics {
    private final ArchiveConfig config;
    private final MeterRegistry metrics;
    private final MeterProvider<Counter> counters;
    private final SampledValue<Long> due;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong files = new AtomicLong();

    ArchiveMetrics(ArchiveConfig config, ArchiveQueue queue, VertxContexts contexts, MeterRegistry metrics) {
        this.config = config;
        this.metrics = metrics;
        this.counters = Counter.builder("reelay.content.archive")
                .description("What happened with the archive on this node").withRegistry(metrics);
        this.due = new SampledValue<>(contexts, queue::countDue);
    }

    /** What has not happened yet is known not to have happened. */
    void onStart(@Observes StartupEvent event) {
        if (config.kind() != ArchiveConfig.Kind.NONE) {
            for (ArchiveEvent each : ArchiveEvent.values()) {
                counter(each);
            }
            gauge("bytes", "Bytes in the archive, as this node found at its last sweep", bytes::get);
            gauge("files", "Videos in the archive, as this node found at its last sweep", files::get);
            gauge("due", "Videos to be fetched into the archive now, of the whole database: the same on each node",
                    () -> due.last().map(Long::doubleValue).orElse(Double.NaN));
            due.start();
        }
    }

    void onStop(@Observes ShutdownEvent event) {
        due.stop();
    }

    void count(ArchiveEvent event) {
        count(event, 1);
    }

    void count(ArchiveEvent event, int times) {
        counter(event).increment(times);
    }

    /** What a sweep left there. */
    void setContents(long videos, long bytesInAll) {
        files.set(videos);
        bytes.set(bytesInAll);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder("reelay.content.archive." + name, value).description(description).register(metrics);
    }

    private Counter counter(ArchiveEvent event) {
        return counters.withTag("event", event.label());
    }
}
