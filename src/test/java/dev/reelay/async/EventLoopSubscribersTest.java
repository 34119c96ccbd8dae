package dev.reelay.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

import org.junit.jupiter.api.Test;

class EventLoopSubscribersTest {
    private final EventLoopSubscribers<String> audience = new EventLoopSubscribers<>();
    private final List<Runnable> tasks = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Executor first = tasks::add;
    private final Executor second = task -> tasks.add(task);

    @Test
    void publishingSubmitsOneTaskForEachEventLoop() {
        audience.subscribe(first, "a");
        audience.subscribe(first, "b");
        audience.subscribe(second, "c");
        audience.publish(told::add);

        assertThat(tasks).hasSize(2);
        tasks.forEach(Runnable::run);
        assertThat(told).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void formerListenerIsNotCalled() {
        audience.subscribe(first, "a");
        audience.unsubscribe(first, "a");
        audience.unsubscribe(second, "never there");
        audience.publish(told::add);
        tasks.forEach(Runnable::run);

        assertThat(told).isEmpty();
        assertThat(audience.isEmpty()).isTrue();
    }

    @Test
    void listenerThatLeavesDuringACallDoesNotStopTheOthers() {
        audience.subscribe(first, "a");
        audience.subscribe(first, "b");
        audience.publish(listener -> {
            audience.unsubscribe(first, listener);
            told.add(listener);
        });
        tasks.forEach(Runnable::run);

        assertThat(told).containsExactlyInAnyOrder("a", "b");
        assertThat(audience.size()).isZero();
    }
}
