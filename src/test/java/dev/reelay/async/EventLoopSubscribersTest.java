package dev.reelay.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class EventLoopSubscribersTest {
    private static final int MANY = 100;

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
    void eventLoopDoesOtherWorkBeforeAllOfManyListenersAreCalled() {
        subscribeMany();
        audience.publish(told::add);
        first.execute(() -> told.add("other work"));
        runAll();

        assertThat(told).hasSize(MANY + 1);
        assertThat(told.indexOf("other work")).isEqualTo(EventLoopSubscribers.AT_ONCE);
    }

    @Test
    void listenersAreCalledInTheOrderOfTheirArrival() {
        subscribeMany();
        audience.publish(told::add);
        runAll();

        assertThat(told).containsExactlyElementsOf(IntStream.range(0, MANY).mapToObj(number -> "listener" + number).toList());
    }

    @Test
    void manyListenersGetAllNewsInTheirOrder() {
        subscribeMany();
        audience.publish(listener -> told.add(listener + " 1"));
        tasks.remove(0).run();
        audience.subscribe(first, "new");
        audience.publish(listener -> told.add(listener + " 2"));
        audience.publish(listener -> told.add(listener + " 3"));
        runAll();

        assertThat(told).hasSize(3 * MANY + 2);
        for (int number = 0; number < MANY; number++) {
            String name = "listener" + number + " ";
            assertThat(told.stream().filter(line -> line.startsWith(name))).containsExactly(name + 1, name + 2, name + 3);
        }
        assertThat(told.stream().filter(line -> line.startsWith("new"))).containsExactly("new 2", "new 3");
    }

    @Test
    void failureOfOneListenerKeepsNothingFromTheOthers() {
        subscribeMany();
        audience.publish(listener -> {
            told.add(listener);
            throw new IllegalStateException("expected");
        });
        audience.publish(listener -> told.add("again"));
        while (!tasks.isEmpty()) {
            try {
                tasks.remove(0).run();
            } catch (IllegalStateException expected) {
                // An event loop logs it.
            }
        }

        assertThat(told).contains("listener0", "listener99").hasSize(2 * MANY);
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

    private void subscribeMany() {
        for (int number = 0; number < MANY; number++) {
            audience.subscribe(first, "listener" + number);
        }
    }

    private void runAll() {
        while (!tasks.isEmpty()) {
            tasks.remove(0).run();
        }
    }
}
