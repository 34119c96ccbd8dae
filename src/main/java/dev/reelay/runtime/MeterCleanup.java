package dev.reelay.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;

/**
 * Removes Reelay's meters when the program stops. The meter registry survives a restart within the process, as in
 * development mode and in tests. A gauge left in it would call destroyed beans and block the registration of its successor.
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
