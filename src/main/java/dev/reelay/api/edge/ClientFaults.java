package dev.reelay.api.edge;

import java.util.Optional;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;

/**
 * Counts the faults of clients, and logs them without a stack trace. Any client can cause any number of them, so the log gets
 * one line for each kind and minute at most.
 */
@ApplicationScoped
public class ClientFaults {
    private static final Logger LOG = Logger.getLogger(ClientFaults.class);

    private final MeterProvider<Counter> counters;
    private final FaultSummary summary = new FaultSummary(System::nanoTime);

    ClientFaults(MeterRegistry metrics) {
        this.counters = Counter.builder("reelay.api.faults").description("Faults of clients, by kind").withRegistry(metrics);
    }

    /** Registers all counters with 0. */
    void onStart(@Observes StartupEvent event) {
        Stream.of(ClientFault.values()).forEach(this::counter);
    }

    /**
     * Counts a fault. May be called on any thread.
     *
     * @param client address of the client
     * @param detail text for the log; contains no text of the client
     */
    public void count(ClientFault fault, String client, String detail) {
        counter(fault).increment();
        Optional<Long> times = summary.count(fault);
        times.ifPresent(number -> LOG.infof("%d %s since the last such line; the latest from %s: %s", number,
                fault.description(), client, detail));
    }

    private Counter counter(ClientFault fault) {
        return counters.withTag("kind", fault.label());
    }
}
