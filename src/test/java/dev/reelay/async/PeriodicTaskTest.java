package dev.reelay.async;

import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Uni;

class PeriodicTaskTest {
    private static final Duration INTERVAL = Duration.ofMillis(5);

    private final AtomicInteger runs = new AtomicInteger();
    private volatile Supplier<Uni<Void>> work = () -> Uni.createFrom().voidItem();
    private final PeriodicTask task = new PeriodicTask("Sweep", INTERVAL, () -> {
        runs.incrementAndGet();
        return work.get();
    });

    @AfterEach
    void cancel() {
        task.cancel();
    }

    @Test
    void failedRunsAreOneWarningAndDoNotEndTheTask() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = linesInto(lines);
        AtomicInteger failures = new AtomicInteger();
        work = () -> failures.getAndIncrement() < 3 ? Uni.createFrom().failure(new IOException("no connection"))
                : Uni.createFrom().voidItem();

        task.start();

        await().until(() -> runs.get() >= 5);
        Logger.getLogger(PeriodicTask.class.getName()).removeHandler(handler);
        assertThat(lines).containsExactly("Sweep failed: no connection");
    }

    @Test
    void exceptionBeforeTheRunDoesNotEndTheTask() {
        work = () -> {
            throw new IllegalStateException("not ready");
        };

        task.start();

        await().until(() -> runs.get() >= 5);
    }

    @Test
    void slowRunSkipsTicks() {
        CompletableFuture<Void> slow = new CompletableFuture<>();
        AtomicInteger ticks = new AtomicInteger();
        PeriodicTask clock = new PeriodicTask("Clock", INTERVAL, () -> {
            ticks.incrementAndGet();
            return Uni.createFrom().voidItem();
        });
        work = () -> Uni.createFrom().completionStage(slow);

        task.start();
        clock.start();

        await().until(() -> ticks.get() >= 20);
        clock.cancel();
        assertThat(runs).hasValue(1);
        work = () -> Uni.createFrom().nothing();
        slow.complete(null);
        await().until(() -> runs.get() == 2);
    }

    /** The count of runs grows before the run is subscribed to. */
    @Test
    void cancelEndsTheCurrentRun() {
        AtomicBoolean subscribed = new AtomicBoolean();
        AtomicBoolean cancelled = new AtomicBoolean();
        work = () -> Uni.createFrom().<Void> nothing().onSubscription().invoke(() -> subscribed.set(true))
                .onCancellation().invoke(() -> cancelled.set(true));
        task.startAfter(INTERVAL);
        await().untilTrue(subscribed);

        task.cancel();

        await().untilTrue(cancelled);
    }

    private static Handler linesInto(List<String> lines) {
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line instanceof org.jboss.logmanager.ExtLogRecord formatted ? formatted.getFormattedMessage()
                        : line.getMessage());
            }

            @Override
            public void flush() {
            }

            @Override
            public void close() {
            }
        };
        Logger.getLogger(PeriodicTask.class.getName()).addHandler(handler);
        return handler;
    }
}
