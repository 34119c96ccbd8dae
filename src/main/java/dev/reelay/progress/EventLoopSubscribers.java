package dev.reelay.progress;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Many listeners, each on an event loop of its own. News are one task per event loop, not one per listener: ten thousand
 * connections are written to without a hop from thread to thread for each.
 */
public final class EventLoopSubscribers<L> {
    private final ConcurrentMap<Executor, Set<L>> listeners = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();

    /**
     * Takes part from now on.
     *
     * @param eventLoop on which this is called, and on which the listener is told of everything
     */
    public void subscribe(Executor eventLoop, L listener) {
        if (listeners.computeIfAbsent(eventLoop, loop -> new HashSet<>()).add(listener)) {
            size.incrementAndGet();
        }
    }

    /** Takes part no more; called on the listener's event loop. */
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

    /** Tells each listener, on its event loop and in the order of the calls. Whoever leaves meanwhile may still be told. */
    public void publish(Consumer<L> news) {
        listeners.forEach((eventLoop, neighbours) -> eventLoop.execute(() -> List.copyOf(neighbours).forEach(news)));
    }
}
