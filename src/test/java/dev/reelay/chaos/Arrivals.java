package dev.reelay.chaos;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodySubscriber;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * A response that arrives piece by piece, such as lines or chunks. A reader waits for each piece no longer than it wants to,
 * so that a stopped node cannot hold it.
 */
final class Arrivals<T> implements Subscriber<T>, AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5)).build();

    private final BlockingQueue<Optional<T>> arrived = new LinkedBlockingQueue<>();
    private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
    private final CompletableFuture<Integer> status = new CompletableFuture<>();
    private volatile boolean whole;

    /**
     * Sends a request.
     *
     * @param form makes the subscriber of the body
     */
    static <T> Arrivals<T> send(HttpRequest request, Function<Subscriber<T>, BodySubscriber<Void>> form) {
        Arrivals<T> arrivals = new Arrivals<>();
        CLIENT.sendAsync(request, head -> {
            arrivals.status.complete(head.statusCode());
            return form.apply(arrivals);
        }).whenComplete((response, failure) -> {
            if (failure != null) {
                arrivals.status.completeExceptionally(failure);
                arrivals.arrived.add(Optional.empty());
            }
        });
        return arrivals;
    }

    /** Returns the status code, or {@link Note#BROKEN} if none comes. */
    int status(Duration limit) throws InterruptedException {
        try {
            return status.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException broken) {
            return Note.BROKEN;
        }
    }

    /** Returns the next piece, or empty at the end, or if none comes in this time. */
    Optional<T> next(Duration limit) throws InterruptedException {
        Optional<T> piece = arrived.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
        return piece == null ? Optional.empty() : piece;
    }

    /** Returns whether the response ended as HTTP says. */
    boolean isWhole() {
        return whole;
    }

    @Override
    public void onSubscribe(Subscription newSubscription) {
        subscription.complete(newSubscription);
        newSubscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(T piece) {
        arrived.add(Optional.of(piece));
    }

    @Override
    public void onError(Throwable failure) {
        arrived.add(Optional.empty());
    }

    @Override
    public void onComplete() {
        whole = true;
        arrived.add(Optional.empty());
    }

    /** Leaves; closes the connection of an unfinished response. */
    @Override
    public void close() {
        subscription.thenAccept(Subscription::cancel);
    }
}
