package dev.reelay.runtime;

import java.lang.management.ManagementFactory;
import java.time.Duration;

import org.jboss.logging.Logger;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption.Origin;

/**
 * Sets JVM options that return the heap memory of an idle service to the system. By default, a JVM on a large machine
 * reserves a large heap and keeps it. A node that had served 300 requests had 243 MB after 85 s without load, and 301 MB
 * with the defaults ({@code docs/performance.md}, "Memory").
 * <p>
 * The program starts with a plain {@code java -jar}, in the image as elsewhere, so it sets these manageable options at run
 * time instead of in the entry point of the image. An option of the command line or of {@code JAVA_TOOL_OPTIONS} is kept.
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

    /** Sets an option that has its default, and ignores it if this JVM or its garbage collector does not support it. */
    private static void set(HotSpotDiagnosticMXBean vm, String option, String value) {
        try {
            Origin origin = vm.getVMOption(option).getOrigin();
            if (origin == Origin.DEFAULT || origin == Origin.ERGONOMIC) {
                vm.setVMOption(option, value);
            }
        } catch (IllegalArgumentException unknown) {
            LOG.debugf("JVM option %s not set: %s", option, unknown.getMessage());
        }
    }
}
