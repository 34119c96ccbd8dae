package dev.reelay.async;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Listeners, grouped by their event loops. Publishing submits one task to each event loop, and not one for each listener, so
 * that ten thousand connections do not cost ten thousand thread switches.
 */
public final class EventLoopSubscribers<L> {
    private final ConcurrentMap<Executor, Set<L>> listeners = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();

    /**
     * Adds a listener.
     *
     * @param eventLoop event loop of the listener; the caller must run on it
     */
    public void subscribe(Executor eventLoop, L listener) {
        if (listeners.computeIfAbsent(eventLoop, loop -> new HashSet<>()).add(listener)) {
            size.incrementAndGet();
        }
    }

    /** Removes a listener. The caller must run on the event loop of the listener. */
    public void unsubscribe(Executor eventLoop, L listener) {
        Set<L> neighbours = listeners.get(eventLoop);
        if (neighbours != null && neighbours.remove(listener)) {
            size.decrementAndGet();
        }
    }

    public boolean isEmpty() {
        return size.get() == 0;
    }

    public int size() {
        return size.get();
    }

    /**
     * Calls each listener on its event loop, in the order of the calls of this method. A listener that another one removes
     * during the call is still called.
     */
    public void publish(Consumer<L> news) {
        listeners.forEach((eventLoop, neighbours) -> eventLoop.execute(() -> List.copyOf(neighbours).forEach(news)));
    }
}
