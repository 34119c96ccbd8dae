package dev.reelay.runtime;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.graalvm.nativeimage.RuntimeOptions;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.word.Pointer;
import org.graalvm.word.UnsignedWord;
import org.graalvm.word.WordFactory;
import org.jboss.logging.Logger;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;

import dev.reelay.async.PeriodicTask;

/**
 * Releases file-backed pages of a native executable that only the start or a busy time touched, with {@code madvise} and
 * {@code MADV_DONTNEED}. The start reads most of the executable, and Linux then counts these pages as memory of the process.
 * Some seconds after the start, and when the process rests after it has worked, its garbage is collected as well, because
 * nothing else would cause that. Released pages stay in the page cache, so a later access maps them again without reading the
 * disk. This lowers the memory that a limit or a bill counts; the system could take these pages without it, too.
 * <p>
 * A program that released nothing had 90 MB after 100 requests, 57 MB of them pages of its executable; now it settles at 70
 * MB at most ({@code docs/performance.md}). {@code StartBench} fails above 80 MB.
 */
@ApplicationScoped
class NativePageRelease {
    private static final Logger LOG = Logger.getLogger(NativePageRelease.class);
    private static final Path PROCESS = Path.of("/proc/self");
    /** Delays after the start. The first response does not wait for a release; the second releases pages touched since. */
    private static final List<Duration> TIMES = List.of(Duration.ofMillis(100), Duration.ofMillis(300));
    /** Delay after the start until its garbage is collected as well, which takes some 20 ms. */
    private static final Duration FIRST_COLLECTION = Duration.ofSeconds(3);
    /** How often the processor time is looked at, and how much of it in that time is rest: a node without load takes 40 ms. */
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration REST = Duration.ofMillis(200);
    /** The processor time between two releases, each of which takes much less. One video touches most of the pages. */
    private static final Duration WORK = Duration.ofMillis(200);
    /** {@code MADV_DONTNEED} of {@code madvise(2)}. */
    private static final int DONT_NEED = 4;
    /** The runtime option for the free bytes of the heap that a collection keeps at most. */
    private static final String MAX_HEAP_FREE = "MaxHeapFree";

    /**
     * Consecutive addresses.
     *
     * @param end the first address after the range
     */
    record Range(long start, long end) {
    }

    private final MemoryConfig config;
    private final RestDetector rest = new RestDetector(REST, WORK);
    private final PeriodicTask task = new PeriodicTask("Release of memory at rest", INTERVAL,
            () -> Uni.createFrom().voidItem().invoke(this::releaseAtRest));

    NativePageRelease(MemoryConfig config) {
        this.config = config;
    }

    void onStart(@Observes @Priority(Integer.MAX_VALUE) StartupEvent event) {
        // /proc exists on Linux only
        if (config.pageRelease() && ImageMode.current().isNativeImage() && Files.exists(PROCESS)) {
            ScheduledExecutorService worker = Infrastructure.getDefaultWorkerPool();
            TIMES.forEach(time -> worker.schedule(NativePageRelease::release, time.toMillis(), MILLISECONDS));
            worker.schedule(NativePageRelease::collectAndRelease, FIRST_COLLECTION.toMillis(), MILLISECONDS);
            task.startAfter(INTERVAL);
        }
    }

    void onStop(@Observes ShutdownEvent event) {
        task.cancel();
    }

    private void releaseAtRest() {
        if (rest.restsAfterWork(ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO))) {
            collectAndRelease();
        }
    }

    /** Returns the free memory of the heap as well, of which a collection otherwise keeps as much as a young generation. */
    private static synchronized void collectAndRelease() {
        Long mostFree = RuntimeOptions.get(MAX_HEAP_FREE);
        RuntimeOptions.set(MAX_HEAP_FREE, 1L); // 0 is no limit
        try {
            System.gc();
        } finally {
            RuntimeOptions.set(MAX_HEAP_FREE, mostFree);
        }
        release();
    }

    private static void release() {
        try {
            String executable = Files.readSymbolicLink(PROCESS.resolve("exe")).toString();
            for (Range range : releasableRanges(Files.readAllLines(PROCESS.resolve("smaps")), executable)) {
                madvise(WordFactory.pointer(range.start), WordFactory.unsigned(range.end - range.start), DONT_NEED);
            }
        } catch (IOException e) {
            LOG.debugf("Pages of the executable not released: %s", e.getMessage());
        }
    }

    /**
     * Returns the ranges of memory with unmodified pages of a file: read-only mappings without anonymous pages.
     * A write, such as a relocation by the dynamic linker, would have made pages anonymous.
     *
     * @param smaps the lines of {@code smaps}, see {@code proc_pid_smaps(5)}
     * @param file the path of the mapped file
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
