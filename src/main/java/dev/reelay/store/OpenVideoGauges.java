package dev.reelay.store;

import java.util.function.ToDoubleFunction;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;

import dev.reelay.async.SampledValue;
import dev.reelay.async.VertxContexts;
import dev.reelay.video.VideoStatus;

/** The gauges of open videos. Terminal videos have no gauge, because counting them takes too long. */
@ApplicationScoped
public class OpenVideoGauges {
    private static final String COUNT = """
            select count(*), (select cast(coalesce(sum(videos), 0) as bigint) from account_running),
                cast(coalesce(extract(epoch from now() - min(created_at)), 0) as double precision)
            from video where status in ('SUBMITTED', 'SUBMITTING')""";

    private final MeterRegistry metrics;
    private final SampledValue<Count> count;

    /**
     * The result of {@link #COUNT}.
     *
     * @param longestWait age of the oldest waiting video in seconds
     */
    record Count(long waiting, long running, double longestWait) {
    }

    OpenVideoGauges(VertxContexts contexts, MeterRegistry metrics) {
        this.metrics = metrics;
        this.count = new SampledValue<>(contexts, this::count);
    }

    void onStart(@Observes StartupEvent event) {
        String description = "Open videos by status, of the whole database: the same on each node";
        gauge("reelay.videos", description, Tags.of("status", VideoStatus.SUBMITTED.wireName()), Count::waiting);
        gauge("reelay.videos", description, Tags.of("status", VideoStatus.IN_PROGRESS.wireName()), Count::running);
        gauge("reelay.videos.longest.wait.seconds",
                "Age of the oldest video that the upstream has not accepted, of the whole database",
                Tags.empty(), Count::longestWait);
        count.start();
    }

    void onStop(@Observes ShutdownEvent event) {
        count.stop();
    }

    @WithSession
    public Uni<Count> count() {
        return Panache.getSession().chain(session -> session.createNativeQuery(COUNT, Object[].class).getSingleResult())
                .map(row -> new Count((Long) row[0], (Long) row[1], (Double) row[2]));
    }

    private void gauge(String name, String description, Tags tags, ToDoubleFunction<Count> value) {
        Gauge.builder(name, count, reading -> reading.last().map(value::applyAsDouble).orElse(Double.NaN))
                .description(description).tags(tags).register(metrics);
    }
}
