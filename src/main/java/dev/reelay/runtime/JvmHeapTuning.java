package dev.reelay.runtime;

import java.lang.management.ManagementFactory;
import java.time.Duration;

import org.jboss.logging.Logger;

import com.sun.management.HotSpotDiagnosticMXBean;

/**
 * Sets JVM options that return the heap memory of an idle service to the system. By default, a JVM on a large machine
 * reserves a large heap and keeps it. The program starts with a plain {@code java -jar}, so it sets these manageable
 * options at run time.
 */
public final class JvmHeapTuning {
    private static final Logger LOG = Logger.getLogger(JvmHeapTuning.class);

    private static final Duration COLLECTION_INTERVAL = Duration.ofSeconds(10);

    private JvmHeapTuning() {
    }

    public static void tune() {
        HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (vm != null) {
            set(vm, "MinHeapFreeRatio", "10"); // first, because it must not exceed MaxHeapFreeRatio
            set(vm, "MaxHeapFreeRatio", "30");
            set(vm, "G1PeriodicGCInterval", String.valueOf(COLLECTION_INTERVAL.toMillis()));
        }
    }

    /** Sets an option, and ignores it if this JVM or its garbage collector does not support it. */
    private static void set(HotSpotDiagnosticMXBean vm, String option, String value) {
        try {
            vm.setVMOption(option, value);
        } catch (IllegalArgumentException unknown) {
            LOG.debugf("JVM option %s not set: %s", option, unknown.getMessage());
        }
    }
}
