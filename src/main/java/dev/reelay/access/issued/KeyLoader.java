package dev.reelay.access.issued;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;

import org.jboss.logging.Logger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;

import dev.reelay.access.ApiKey;
import dev.reelay.access.Keyring;
import dev.reelay.async.PeriodicTask;
import dev.reelay.async.SingleFlight;
import dev.reelay.database.Notifications;
import dev.reelay.database.Retries;

/**
 * Brings the issued keys into the memory of this node: all at the start, after each connect and every minute, and a changed
 * one when a transaction announces it on the channel {@code reelay_key} (see {@code V19__issued_keys.sql}). One read ends
 * before the next one begins, so that no read brings back a state that is older than what the node knows.
 */
@ApplicationScoped
class KeyLoader implements Notifications.Listener {
    private static final Logger LOG = Logger.getLogger(KeyLoader.class);
    private static final String CHANNEL = "reelay_key";
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final IssuedKeyStore store;
    private final Keyring keyring;
    private final Notifications notifications;
    private final SingleFlight<Void> reading = new SingleFlight<>(this::read);
    private final Retries retries = new Retries();
    private final PeriodicTask reload = new PeriodicTask("Reload of the issued keys", INTERVAL,
            () -> Uni.createFrom().completionStage(this::readAll));
    private boolean allUnread;
    private Set<String> unread = new HashSet<>();

    /** The keys that a read is about. */
    private record Changes(boolean all, Set<String> ids) {
    }

    KeyLoader(IssuedKeyStore store, Keyring keyring, Notifications notifications) {
        this.store = store;
        this.keyring = keyring;
        this.notifications = notifications;
    }

    void onStart(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent event) {
        notifications.subscribe(CHANNEL, this);
        Uni.createFrom().completionStage(this::readAll).await().atMost(START_LIMIT);
        reload.startAfter(INTERVAL);
    }

    void onStop(@Observes ShutdownEvent event) {
        reload.cancel();
    }

    @Override
    public void onNotification(String payload) {
        persistently(new Changes(false, Set.of(payload)));
    }

    @Override
    public void onConnected() {
        persistently(new Changes(true, Set.of()));
    }

    /**
     * Reads a key that this node has changed, so that the change holds here before the administrator has its response.
     * Completes on the Vert.x context of the caller.
     */
    Uni<Void> refresh(String id) {
        Executor caller = Optional.ofNullable(Vertx.currentContext()).map(MutinyHelper::executor).orElse(Runnable::run);
        add(new Changes(false, Set.of(id)));
        return Uni.createFrom().completionStage(reading::request).emitOn(caller)
                .onFailure().recoverWithNull(); // the notification of the change has retries
    }

    /** Reads all keys; fails if the database does not answer. */
    CompletionStage<Void> readAll() {
        add(new Changes(true, Set.of()));
        return reading.request();
    }

    private void persistently(Changes more) {
        add(more);
        reading.request().whenComplete((read, failure) -> {
            if (failure == null) {
                retries.reset();
            } else {
                LOG.warnf("Could not read the issued keys, retrying: %s", failure.getMessage());
                retries.delay().subscribe().with(later -> persistently(more));
            }
        });
    }

    private Uni<Void> read() {
        Changes next = take();
        return next.all ? store.valid().invoke(keyring::replaceIssued).replaceWithVoid()
                : store.valid(next.ids).invoke(valid -> {
                    Set<String> ended = new HashSet<>(next.ids);
                    for (ApiKey key : valid) {
                        keyring.putIssued(key);
                        ended.remove(key.id());
                    }
                    ended.forEach(keyring::removeIssued);
                }).replaceWithVoid();
    }

    /** Adds in place, because a transaction may change thousands of keys and announce each. */
    private synchronized void add(Changes more) {
        allUnread |= more.all;
        unread.addAll(more.ids);
    }

    private synchronized Changes take() {
        Changes next = new Changes(allUnread, unread);
        allUnread = false;
        unread = new HashSet<>();
        return next;
    }
}
