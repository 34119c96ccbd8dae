package dev.reelay.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;

/** Processor time, in seconds, as Linux accounts for it. */
final class ProcessorTime {
    private static final double TICKS_PER_SECOND = 100;
    private static final int USER = 11;
    private static final int CHILDREN_SYSTEM = 14;
    private static final int IDLE = 3;
    private static final int WAITING_FOR_DISK = 4;
    private static final int STOLEN = 7;

    private ProcessorTime() {
    }

    /** Returns the time of a process and of its children, also of those that have ended. */
    static double ofTree(long pid) {
        return LongStream.concat(LongStream.of(pid), ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants)
                .mapToLong(ProcessHandle::pid)).mapToDouble(ProcessorTime::ofProcess).sum();
    }

    /** Returns the time for which the processors of the machine were busy, with whatever. */
    static double ofMachine() {
        long[] ticks = Arrays.stream(read(Path.of("/proc/stat")).lines().findFirst().orElseThrow().split(" +")).skip(1)
                .mapToLong(Long::parseLong).limit(STOLEN + 1).toArray();
        return (LongStream.of(ticks).sum() - ticks[IDLE] - ticks[WAITING_FOR_DISK]) / TICKS_PER_SECOND;
    }

    /** Returns the time of a process, and of its children that have ended; 0 if it has ended itself. */
    static double ofProcess(long pid) {
        Path file = Path.of("/proc", String.valueOf(pid), "stat");
        if (!Files.exists(file)) {
            return 0;
        }
        String[] fields = afterName(read(file)).split(" ");
        return LongStream.rangeClosed(USER, CHILDREN_SYSTEM).map(field -> Long.parseLong(fields[(int) field])).sum()
                / TICKS_PER_SECOND;
    }

    /** The name of the program, in brackets, may have spaces. */
    private static String afterName(String stat) {
        return stat.substring(stat.lastIndexOf(')') + 2);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
