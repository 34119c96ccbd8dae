package dev.reelay.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import com.sun.management.HotSpotDiagnosticMXBean;

/** Each test starts a JVM, because the options belong to the process. */
class JvmHeapTuningTest {

    @Test
    void defaultsAreReplaced() throws Exception {
        assertThat(tuned("-XX:+UseG1GC")).containsExactly("10", "30", "10000");
    }

    @Test
    void optionsOfCommandLineAreKept() throws Exception {
        assertThat(tuned("-XX:+UseG1GC", "-XX:MaxHeapFreeRatio=70", "-XX:G1PeriodicGCInterval=0"))
                .containsExactly("10", "70", "0");
    }

    /** Returns the three options of a JVM that was started with these arguments and tuned. */
    private static List<String> tuned(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Tuned.class.getName()));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } finally {
            process.destroy();
            process.waitFor();
        }
    }

    /** The started program. */
    static final class Tuned {
        private Tuned() {
        }

        public static void main(String[] arguments) {
            JvmHeapTuning.tune();
            HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
            Stream.of("MinHeapFreeRatio", "MaxHeapFreeRatio", "G1PeriodicGCInterval")
                    .forEach(option -> System.out.println(vm.getVMOption(option).getValue()));
        }
    }
}
