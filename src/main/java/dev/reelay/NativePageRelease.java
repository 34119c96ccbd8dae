package dev.reelay;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.word.Pointer;
import org.graalvm.word.UnsignedWord;
import org.graalvm.word.WordFactory;
import org.jboss.logging.Logger;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;

/**
 * Gives back what a native program needs for its start only. That reads most of the executable, which Linux counts as the
 * process' memory from then on, however little of it is read again. Told that the pages are not needed, it takes them from
 * the process, and leaves them in its cache of files, from where the few that are read again come back at once.
 */
@ApplicationScoped
class NativePageRelease {
    private static final Logger LOG = Logger.getLogger(NativePageRelease.class);
    private static final Path PROCESS = Path.of("/proc/self");
    /** After the first answer, which does not wait for it; and again, as what is done but once gets rarer. */
    private static final List<Duration> TIMES = List.of(Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofSeconds(3));
    /** See {@code madvise(2)}. */
    private static final int DONT_NEED = 4;

    /** @param end the first address behind it */
    record Range(long start, long end) {
    }

    void onStart(@Observes @Priority(Integer.MAX_VALUE) StartupEvent event) {
        if (ImageMode.current().isNativeImage() && Files.exists(PROCESS)) { // which is so on Linux
            TIMES.forEach(time -> Infrastructure.getDefaultWorkerPool().schedule(NativePageRelease::release, time.toMillis(),
                    MILLISECONDS));
        }
    }

    private static void release() {
        try {
            String executable = Files.readSymbolicLink(PROCESS.resolve("exe")).toString();
            for (Range range : releasableRanges(Files.readAllLines(PROCESS.resolve("smaps")), executable)) {
                madvise(WordFactory.pointer(range.start), WordFactory.unsigned(range.end - range.start), DONT_NEED);
            }
        } catch (IOException e) {
            LOG.debugf("The pages of the start stay: %s", e.getMessage());
        }
    }

    /**
     * Where a process has a file in its memory and nothing but the file: it may not write there, and no linker did before.
     *
     * @param smaps see {@code proc_pid_smaps(5)}
     */
    static List<Range> releasableRanges(List<String> smaps, String file) {
        List<Range> ranges = new ArrayList<>();
        boolean readOnly = false;
        String[] head = {};
        for (String line : smaps) {
            String[] words = line.split("\\s+", 6);
            if (words[0].indexOf('-') > 0) {
                head = words;
                readOnly = words[1].startsWith("r-") && words.length == 6 && words[5].equals(file);
            } else if (readOnly && words[0].equals("Anonymous:") && words[1].equals("0")) {
                String[] bounds = head[0].split("-");
                ranges.add(new Range(Long.parseUnsignedLong(bounds[0], 16), Long.parseUnsignedLong(bounds[1], 16)));
            }
        }
        return ranges;
    }

    @CFunction("madvise")
    private static native int madvise(Pointer start, UnsignedWord length, int advice);
}
