package dev.reelay;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;

/**
 * The registry of metrics outlives the program where that is started again within its process, as it is in development
 * and by tests. A gauge that stayed would ask beans that are gone, and keep out the one that follows it.
 */
@ApplicationScoped
class MeterCleanup {
    private static final String OURS = "reelay.";

    private final MeterRegistry registry;

    MeterCleanup(MeterRegistry registry) {
        this.registry = registry;
    }

    void onStop(@Observes ShutdownEvent event) {
        registry.getMeters().stream().filter(meter -> meter.getId().getName().startsWith(OURS)).forEach(registry::remove);
    }
}
