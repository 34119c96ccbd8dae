package dev.reelay.access.issued;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;

import dev.reelay.access.Keyring;
import dev.reelay.async.PeriodicTask;

/** Stores when issued keys were last used, for all of them every few seconds, so that no request waits for it. */
@ApplicationScoped
class KeyUseRecorder {
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final IssuedKeyStore store;
    private final Keyring keyring;
    private final PeriodicTask task = new PeriodicTask("Storing the uses of keys", INTERVAL, this::store);

    KeyUseRecorder(IssuedKeyStore store, Keyring keyring) {
        this.store = store;
        this.keyring = keyring;
    }

    void onStart(@Observes StartupEvent event) {
        task.startAfter(INTERVAL);
    }

    void onStop(@Observes ShutdownEvent event) {
        task.cancel();
    }

    /** Stores the uses since the last call; keeps them for the next one if the database does not answer. */
    Uni<Void> store() {
        Map<String, Instant> uses = keyring.takeUses();
        return uses.isEmpty() ? Uni.createFrom().voidItem()
                : store.noteUses(uses).onFailure().invoke(() -> keyring.returnUses(uses));
    }
}
