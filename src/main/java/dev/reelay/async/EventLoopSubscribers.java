package dev.reelay.async;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Listeners, grouped by their event loops. Publishing submits one task to each event loop for some listeners each, and not one
 * for each listener, so that ten thousand connections do not cost ten thousand thread switches. The event loop does its other
 * work between these tasks, so that no request waits until all listeners are called.
 */
public final class EventLoopSubscribers<L> {
    /**
     * Listeners that one task calls. Netty runs up to 64 tasks before it looks at its sockets, so requests wait for 256
     * listeners at most, which are some milliseconds.
     */
    static final int AT_ONCE = 4;

    private final ConcurrentMap<Executor, Neighbours<L>> listeners = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();

    /** The listeners of one event loop, which runs all methods. */
    private static final class Neighbours<L> {
        private final Executor eventLoop;
        /** In the order of their arrival: those of one HTTP/2 connection follow each other, and share writes to its socket. */
        private final Set<L> members = new LinkedHashSet<>();
        private final Queue<Consumer<L>> news = new ArrayDeque<>(1);
        private @Nullable Iterator<L> uncalled;

        Neighbours(Executor eventLoop) {
            this.eventLoop = eventLoop;
        }

        /** Begins with the news, unless earlier ones have not reached all yet. */
        void publish(Consumer<L> next) {
            news.add(next);
            if (news.size() == 1) {
                proceed();
            }
        }

        private void proceed() {
            Iterator<L> rest = uncalled == null ? List.copyOf(members).iterator() : uncalled;
            Consumer<L> current = news.element();
            try {
                for (int called = 0; called < AT_ONCE && rest.hasNext(); called++) {
                    current.accept(rest.next());
                }
            } finally { // an exception of one listener keeps nothing from the others
                uncalled = rest.hasNext() ? rest : null;
                if (uncalled == null) {
                    news.remove();
                }
                if (!news.isEmpty()) {
                    eventLoop.execute(this::proceed);
                }
            }
        }
    }

    /**
     * Adds a listener.
     *
     * @param eventLoop event loop of the listener; the caller must run on it
     */
    public void subscribe(Executor eventLoop, L listener) {
        if (listeners.computeIfAbsent(eventLoop, Neighbours::new).members.add(listener)) {
            size.incrementAndGet();
        }
    }

    /** Removes a listener. The caller must run on the event loop of the listener. */
    public void unsubscribe(Executor eventLoop, L listener) {
        Neighbours<L> neighbours = listeners.get(eventLoop);
        if (neighbours != null && neighbours.members.remove(listener)) {
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
        listeners.forEach((eventLoop, neighbours) -> eventLoop.execute(() -> neighbours.publish(news)));
    }
}
