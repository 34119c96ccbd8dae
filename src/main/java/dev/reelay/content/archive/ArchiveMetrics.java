package dev.reelay.content.archive;

import java.util.Locale;
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

import dev.reelay.async.SampledValue;
import dev.reelay.async.VertxContexts;
import dev.reelay.store.ArchiveQueue;

/** Exports the counters and gauges of the archive, unless its storage is {@code none}. */
@ApplicationScoped
public class ArchiveMetrics {
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
                .description("Events of the archive on this node").withRegistry(metrics);
        this.due = new SampledValue<>(contexts, queue::countDue);
    }

    /** Registers every counter with 0, so that the first increment shows in a rate. */
    void onStart(@Observes StartupEvent event) {
        if (config.kind() != ArchiveConfig.Kind.NONE) {
            for (Outcome each : Outcome.values()) {
                counter(each);
            }
            gauge("bytes", "Bytes in the archive, as of this node's last sweep", bytes::get);
            gauge("files", "Videos in the archive, as of this node's last sweep", files::get);
            gauge("due", "Videos due for a fetch into the archive, in the whole database: the same on each node",
                    () -> due.last().map(Long::doubleValue).orElse(Double.NaN));
            due.start();
        }
    }

    void onStop(@Observes ShutdownEvent event) {
        due.stop();
    }

    public void count(Outcome event) {
        count(event, 1);
    }

    void count(Outcome event, int times) {
        counter(event).increment(times);
    }

    /** Sets the gauges of the archived videos and of their bytes. */
    void setContents(long videos, long bytesInAll) {
        files.set(videos);
        bytes.set(bytesInAll);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder("reelay.content.archive." + name, value).description(description).register(metrics);
    }

    private Counter counter(Outcome event) {
        return counters.withTag("event", event.label());
    }

    /** The values of the label {@code event} of the metric {@code reelay.content.archive}. */
    public enum Outcome {
        /** The archive had the requested video, with the expected length. */
        HIT,
        /** The archive had no file of a video that the database marks as archived. */
        MISS,
        /** The archived file had a wrong length. */
        DAMAGED,
        /** The archive failed or timed out during a client's request. */
        UNREACHABLE,
        STORED,
        /** A fetch has to wait for the upstream, and does not count as a try. */
        POSTPONED,
        /** A fetch failed and will be retried. */
        FAILED,
        /** The last try of a fetch failed, or the upstream no longer has the content. */
        GIVEN_UP,
        /** The sweeper removed an expired video, or the oldest one of a full archive. */
        EVICTED,
        /** The sweeper removed an orphaned file. */
        FORGOTTEN;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
