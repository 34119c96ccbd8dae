package dev.reelay;

import java.lang.management.ManagementFactory;
import java.time.Duration;

import org.jboss.logging.Logger;

import com.sun.management.HotSpotDiagnosticMXBean;

/**
 * Lets an idle service give memory back. A JVM that finds much memory takes a generous heap and keeps it; the program is
 * started with a plain {@code java -jar}, so these options, which a JVM takes while it runs, are set from within.
 */
final class JvmHeapTuning {
    private static final Logger LOG = Logger.getLogger(JvmHeapTuning.class);

    private static final Duration COLLECTION_INTERVAL = Duration.ofSeconds(10);

    private JvmHeapTuning() {
    }

    static void tune() {
        HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (vm != null) {
            set(vm, "MinHeapFreeRatio", "10"); // first: it may not be above the other
            set(vm, "MaxHeapFreeRatio", "30");
            set(vm, "G1PeriodicGCInterval", String.valueOf(COLLECTION_INTERVAL.toMillis()));
        }
    }

    /** Another collector, or another JVM, may not know an option. */
    private static void set(HotSpotDiagnosticMXBean vm, String option, String value) {
        try {
            vm.setVMOption(option, value);
        } catch (IllegalArgumentException unknown) {
            LOG.debugf("The JVM does not take %s: %s", option, unknown.getMessage());
        }
    }
}
