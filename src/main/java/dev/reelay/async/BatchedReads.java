package dev.reelay.async;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.smallrye.mutiny.Uni;

/**
 * Reads values by their keys, a few reads at a time. Keys that are requested meanwhile wait and then share a read, so that ten
 * thousand requests at once become some hundred reads, and a single request waits for nothing. Each request is served by a read
 * that began after it.
 */
public final class BatchedReads<K, V> {
    private final Function<Set<K>, Uni<Map<K, V>>> read;
    private final int readsAtOnce;
    private final int keysOfRead;
    private final Map<K, CompletableFuture<Optional<V>>> urgent = new LinkedHashMap<>();
    private final Map<K, CompletableFuture<Optional<V>>> waiting = new LinkedHashMap<>();
    private int running;

    /**
     * @param read returns the values that exist
     * @param readsAtOnce maximum number of running reads
     * @param keysOfRead maximum number of keys of one read
     */
    public BatchedReads(Function<Set<K>, Uni<Map<K, V>>> read, int readsAtOnce, int keysOfRead) {
        this.read = read;
        this.readsAtOnce = readsAtOnce;
        this.keysOfRead = keysOfRead;
    }

    /** Returns the value of a key, or empty if it does not exist; fails if its read fails. */
    public CompletionStage<Optional<V>> get(K key) {
        CompletableFuture<Optional<V>> value;
        synchronized (this) {
            value = urgent.get(key);
            if (value == null) {
                value = waiting.computeIfAbsent(key, unread -> new CompletableFuture<>());
            }
        }
        readNext();
        return value;
    }

    /** Returns the value of a key as {@link #get} does, but reads it before all keys that wait. */
    public CompletionStage<Optional<V>> getSoon(K key) {
        synchronized (this) {
            CompletableFuture<Optional<V>> value = waiting.remove(key);
            urgent.putIfAbsent(key, value == null ? new CompletableFuture<>() : value);
        }
        return get(key);
    }

    private void readNext() {
        Map<K, CompletableFuture<Optional<V>>> batch = takeBatch();
        if (!batch.isEmpty()) {
            Uni.createFrom().deferred(() -> read.apply(batch.keySet())).onTermination().invoke(this::end).subscribe().with(
                    found -> batch.forEach((key, value) -> value.complete(Optional.ofNullable(found.get(key)))),
                    failure -> batch.values().forEach(value -> value.completeExceptionally(failure)));
        }
    }

    private void end() {
        synchronized (this) {
            running--;
        }
        readNext();
    }

    /** Returns the next keys, which count as a running read; none if enough reads are running. */
    private synchronized Map<K, CompletableFuture<Optional<V>>> takeBatch() {
        Map<K, CompletableFuture<Optional<V>>> batch = new HashMap<>();
        if (running < readsAtOnce) {
            move(urgent, batch);
            move(waiting, batch);
        }
        if (!batch.isEmpty()) {
            running++;
        }
        return batch;
    }

    private void move(Map<K, CompletableFuture<Optional<V>>> from, Map<K, CompletableFuture<Optional<V>>> batch) {
        Iterator<Map.Entry<K, CompletableFuture<Optional<V>>>> next = from.entrySet().iterator();
        while (next.hasNext() && batch.size() < keysOfRead) {
            Map.Entry<K, CompletableFuture<Optional<V>>> entry = next.next();
            batch.put(entry.getKey(), entry.getValue());
            next.remove();
        }
    }
}
