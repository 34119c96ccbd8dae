package dev.reelay.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;

import dev.reelay.async.FailureLog;
import dev.reelay.async.PeriodicTask;
import dev.reelay.async.SingleFlight;
import dev.reelay.database.Notifications;
import dev.reelay.webhook.delivery.Attempt;
import dev.reelay.webhook.delivery.WebhookSender;
import dev.reelay.webhook.store.DeliveryQueue;
import dev.reelay.webhook.store.DeliveryQueue.Due;

/**
 * Claims deliveries and sends them, many at once. A notification of the database wakes it when a delivery becomes due, and a
 * tick finds retries and lost notifications.
 */
@ApplicationScoped
class DeliveryWorker implements Notifications.Listener {
    private static final Logger LOG = Logger.getLogger(DeliveryWorker.class);
    private static final String CHANNEL = "reelay_webhook";
    private static final Duration TICK_INTERVAL = Duration.ofSeconds(1);
    /** The number of deliveries of this node at once. A delivery that waits for a slow server takes a few KB. */
    private static final int CAPACITY = 2000;
    /** The number of free places for which a claim does not wait while more deliveries are due. */
    private static final int BATCH = CAPACITY / 2;
    /**
     * The pause after a claim, as a multiple of the time that it took. A claim costs about the same for many deliveries as for
     * few, so the places that become free wait for each other.
     */
    private static final int PAUSE = 4;
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);
    /** Longer than a try and the storing of its outcome. */
    private static final Duration LEASE = Duration.ofSeconds(30);
    /** The time for which a stopping node awaits the tries in flight. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final DeliveryQueue queue;
    private final WebhookSender sender;
    private final DeliveryOutcomes outcomes;
    private final Notifications notifications;

    private final String lease = UUID.randomUUID().toString();
    private final FailureLog failures = new FailureLog(LOG, "Claim of webhook deliveries");
    private final SingleFlight<Void> claim = new SingleFlight<>(this::claim);
    private final PeriodicTask tick = new PeriodicTask("Search for webhook deliveries", TICK_INTERVAL,
            () -> Uni.createFrom().voidItem().invoke(this::wake));
    private final Set<CompletableFuture<?>> inFlight = ConcurrentHashMap.newKeySet();
    /** Ends the pause after a claim that took all free places, because it may have left deliveries that are due. */
    private volatile Optional<CompletableFuture<Void>> batchFree = Optional.empty();
    private volatile boolean running;

    DeliveryWorker(DeliveryQueue queue, WebhookSender sender, DeliveryOutcomes outcomes, Notifications notifications) {
        this.queue = queue;
        this.sender = sender;
        this.outcomes = outcomes;
        this.notifications = notifications;
    }

    void onStart(@Observes StartupEvent event) {
        notifications.subscribe(CHANNEL, this);
        running = true;
        tick.start();
    }

    /** Leaves further deliveries to other nodes at the start of the shutdown. */
    void onDrain(@Observes ShutdownDelayInitiatedEvent event) {
        running = false;
        tick.cancel();
    }

    /** Awaits the tries in flight for a while, and then ends and releases the rest. */
    void onStop(@Observes ShutdownEvent event) {
        running = false;
        tick.cancel();
        try {
            Uni.createFrom().completionStage(claim::request) // a run after the one that may be claiming
                    .chain(() -> Uni.createFrom().completionStage(this::allInFlight))
                    .ifNoItem().after(STOP_LIMIT).fail().onFailure().recoverWithNull()
                    .invoke(() -> inFlight.forEach(one -> one.cancel(false)))
                    .chain(() -> queue.release(lease))
                    .await().atMost(STOP_LIMIT.multipliedBy(2));
        } catch (RuntimeException e) {
            LOG.warnf("Release of this node's webhook deliveries failed; other nodes take them over after the lease: %s",
                    e.getMessage());
        }
    }

    @Override
    public void onNotification(String payload) {
        wake();
    }

    @Override
    public void onConnected() {
        wake();
    }

    private CompletableFuture<Void> allInFlight() {
        return CompletableFuture.allOf(inFlight.toArray(CompletableFuture[]::new));
    }

    private void wake() {
        if (running) {
            claim.request();
        }
    }

    private Uni<Void> claim() {
        int room = CAPACITY - inFlight.size();
        if (!running || room <= 0) {
            return Uni.createFrom().voidItem();
        }
        long start = System.nanoTime();
        return failures.watch(queue.claim(lease, LEASE, room)).onFailure().recoverWithItem(List.of())
                .chain(claimed -> start(claimed, room, Duration.ofNanos(System.nanoTime() - start)));
    }

    /** Starts the tries, and ends when the next claim is worth its time. */
    private Uni<Void> start(List<Due> claimed, int room, Duration claim) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        batchFree = claimed.size() < room ? Optional.empty() : Optional.of(end);
        claimed.forEach(this::start);
        endPauseIfBatchIsFree();
        Duration pause = claim.multipliedBy(PAUSE);
        return Uni.createFrom().completionStage(end)
                .ifNoItem().after(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE)
                .recoverWithUni(Uni.createFrom().voidItem());
    }

    private void endPauseIfBatchIsFree() {
        if (inFlight.size() <= CAPACITY - BATCH) {
            batchFree.ifPresent(end -> end.complete(null));
        }
    }

    /** Starts a try. Its place is free once the outcome is stored, and the destination may then get the next delivery. */
    private void start(Due due) {
        CompletableFuture<?> end = send(due).chain(attempt -> outcomes.record(lease, due, attempt))
                .onFailure().invoke(failure -> LOG.errorf(failure, "Delivery %s failed", due.id()))
                .subscribeAsCompletionStage();
        inFlight.add(end);
        end.whenComplete((done, failure) -> {
            inFlight.remove(end);
            endPauseIfBatchIsFree();
            wake();
        });
    }

    private Uni<Attempt> send(Due due) {
        return sender.send(due.url(), due.event(), due.secrets(), Buffer.buffer(due.body()));
    }
}
