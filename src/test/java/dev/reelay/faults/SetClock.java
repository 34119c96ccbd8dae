package dev.reelay.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A clock of the system that a test sets for one process. A library, which the C compiler of the system makes, stands before
 * the one of the system; the offset is the time of a file. Monotonic clocks stay as they are, as on a real system.
 */
record SetClock(Path library, Path offset) {
    /** The time of the file that stands for no offset. */
    private static final Instant NO_OFFSET = Instant.ofEpochSecond(1_000_000_000);

    private static final String SOURCE = """
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <stdlib.h>
            #include <sys/stat.h>
            #include <time.h>
            int clock_gettime(clockid_t clock, struct timespec *now) {
                int (*original)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, "clock_gettime");
                int result = original(clock, now);
                struct stat offset;
                if (result == 0 && clock == CLOCK_REALTIME && stat(getenv("CLOCK_OFFSET"), &offset) == 0)
                    now->tv_sec += offset.st_mtime - 1000000000;
                return result;
            }
            """;

    /** Returns whether the system has a C compiler. */
    static boolean isPossible() {
        try {
            return new ProcessBuilder("cc", "--version").redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException noCompiler) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Makes a clock without offset, with its files in a directory that exists. */
    static SetClock in(Path directory) throws IOException, InterruptedException {
        Path source = Files.writeString(directory.resolve("clock.c"), SOURCE);
        SetClock clock = new SetClock(directory.resolve("clock.so"), directory.resolve("offset"));
        Process compiler = new ProcessBuilder("cc", "-shared", "-fPIC", "-o", clock.library.toString(), source.toString(),
                "-ldl")
                .inheritIO().start();
        if (compiler.waitFor() != 0) {
            throw new IOException("The library was not compiled");
        }
        Files.createFile(clock.offset);
        clock.set(Duration.ZERO);
        return clock;
    }

    /** Returns the environment of a process that has this clock. */
    Map<String, String> environment() {
        return Map.of("LD_PRELOAD", library.toString(), "CLOCK_OFFSET", offset.toString());
    }

    /** Sets the clock, with its difference to the true time. */
    void set(Duration difference) throws IOException {
        Files.setLastModifiedTime(offset, FileTime.from(NO_OFFSET.plus(difference)));
    }
}
