package dev.reelay.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process occupies of the machine's memory, in KB, as Linux accounts for it. */
final class Memory {
    private Memory() {
    }

    static long resident(long pid) {
        return status(pid, "VmRSS:");
    }

    /** The most that it ever was since {@link #forgetPeak}. */
    static long peak(long pid) {
        return status(pid, "VmHWM:");
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
