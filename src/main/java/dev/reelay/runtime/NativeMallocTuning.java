package dev.reelay.runtime;

import org.graalvm.nativeimage.Platform;
import org.graalvm.nativeimage.Platforms;
import org.graalvm.nativeimage.c.function.CFunction;
import org.jboss.logging.Logger;

/**
 * Sets options of glibc's allocator that return free memory of a native program to the system. By default, glibc raises its
 * thresholds once a large block is freed, and then keeps up to twice the size of that block at the end of each arena, and each
 * event loop has an arena. A node that had passed on 1.6 GB from TLS kept 33 to 37 MB besides its executable at rest, and 17 to
 * 18 MB with these options, at the same speed ({@code docs/performance.md}, "Start").
 * <p>
 * A threshold in the environment ({@code MALLOC_TRIM_THRESHOLD_}, {@code MALLOC_MMAP_THRESHOLD_}) is kept; see
 * {@code mallopt(3)}.
 */
public final class NativeMallocTuning {
    private static final Logger LOG = Logger.getLogger(NativeMallocTuning.class);

    /** {@code M_TRIM_THRESHOLD}: the free bytes at the end of an arena above which it shrinks. */
    private static final int TRIM_THRESHOLD = -1;
    private static final int TRIM_BYTES = 1024 * 1024;
    /**
     * {@code M_MMAP_THRESHOLD}: the bytes of a block from which it is a mapping of its own; more than a chunk of a download.
     */
    private static final int MMAP_THRESHOLD = -3;
    private static final int MMAP_BYTES = 4 * 1024 * 1024;

    private NativeMallocTuning() {
    }

    /** Sets the options. Only a native program may call this. */
    public static void tune() {
        if (Platform.includedIn(Platform.LINUX.class)) {
            set("MALLOC_TRIM_THRESHOLD_", TRIM_THRESHOLD, TRIM_BYTES);
            set("MALLOC_MMAP_THRESHOLD_", MMAP_THRESHOLD, MMAP_BYTES);
        }
    }

    private static void set(String variable, int option, int bytes) {
        if (System.getenv(variable) == null && Glibc.mallopt(option, bytes) == 0) {
            LOG.debugf("Option %d of the allocator not set", option);
        }
    }

    /** Exists on Linux only, because other systems lack the function and could not link the program. */
    @Platforms(Platform.LINUX.class)
    private static final class Glibc {
        @CFunction("mallopt")
        private static native int mallopt(int option, int value);
    }
}
