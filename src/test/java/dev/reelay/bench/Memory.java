package dev.reelay.bench;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** What a process occupies of the machine's memory, in KB, as Linux accounts for it. */
final class Memory {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration QUIET = Duration.ofSeconds(12);
    private static final double HARDLY = 0.01;

    private Memory() {
    }

    static long resident(long pid) {
        return status(pid, "VmRSS:");
    }

    /** The most that it ever was since {@link #forgetPeak}. */
    static long peak(long pid) {
        return status(pid, "VmHWM:");
    }

    /**
     * What it occupies once that hardly changes any more. What is held for minutes is to be measured, not what it took to
     * begin: a collector gives that back some seconds later.
     *
     * @param resident
     *        in KB
     */
    static long settled(LongSupplier resident) {
        AtomicLong level = new AtomicLong();
        AtomicLong since = new AtomicLong();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(() -> {
            long now = resident.getAsLong();
            if (Math.abs(now - level.get()) > now * HARDLY) {
                level.set(now);
                since.set(System.nanoTime());
            }
            return System.nanoTime() - since.get() > QUIET.toNanos();
        });
        return resident.getAsLong();
    }

    /**
     * The most that it occupies in a time, for a process that gives back memory and takes it again all the time.
     *
     * @param resident
     *        in KB
     * @param delay
     *        until the time begins
     */
    static long most(LongSupplier resident, Duration delay, Duration time) {
        AtomicLong most = new AtomicLong();
        long end = System.nanoTime() + delay.plus(time).toNanos();
        await().atMost(PATIENCE).pollDelay(delay).pollInterval(Duration.ofMillis(500)).until(() -> {
            most.accumulateAndGet(resident.getAsLong(), Math::max);
            return System.nanoTime() - end > 0;
        });
        return most.get();
    }

    static void forgetPeak(long pid) {
        try {
            Files.writeString(Path.of("/proc", String.valueOf(pid), "clear_refs"), "5");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long status(long pid, String field) {
        try {
            return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                    .filter(line -> line.startsWith(field)).mapToLong(line -> Long.parseLong(line.split("\\s+")[1]))
                    .findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
