package dev.reelay.content.pipe;

import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TempDirectoryTest {
    @TempDir
    Path parent;

    @Test
    void startRemovesWhatACrashLeavesBehind() throws Exception {
        Process other = otherProcess();
        TempDirectory temp = new TempDirectory(parent);
        temp.removeAbandoned();
        assertThat(directories()).as("both run").hasSize(2);

        other.destroyForcibly().waitFor();
        temp.removeAbandoned();

        assertThat(directories()).containsExactly(temp.newFile().getParent());
        temp.close();
        assertThat(directories()).isEmpty();
    }

    /** A process that checked its own lock would release it, because POSIX locks belong to the process. */
    @Test
    void otherProcessKeepsTheDirectoryOfThisOne() throws Exception {
        TempDirectory temp = new TempDirectory(parent);
        temp.removeAbandoned();
        Path file = Files.createFile(temp.newFile());

        Process other = otherProcess();

        assertThat(file).exists();
        other.destroyForcibly().waitFor();
        temp.close();
    }

    @Test
    void onlyDirectoriesOfReelayAreRemoved() throws Exception {
        Path foreign = Files.createDirectories(parent.resolve("other"));
        Path target = Files.createDirectories(parent.resolve("target"));
        Files.createFile(target.resolve("lock"));
        Files.createSymbolicLink(parent.resolve("reelay-temp-link"), target);
        Path unlocked = Files.createDirectories(parent.resolve("reelay-temp-begun"));

        TempDirectory temp = new TempDirectory(parent);
        temp.removeAbandoned();

        assertThat(foreign).exists();
        assertThat(target.resolve("lock")).exists();
        assertThat(unlocked).exists();
        temp.close();
    }

    @Test
    void filesHaveDistinctNames() {
        TempDirectory temp = new TempDirectory(parent);

        assertThat(temp.newFile()).isNotEqualTo(temp.newFile()).doesNotExist();
        temp.close();
    }

    @Test
    void unusableParentFailsTheStart() throws Exception {
        Path file = Files.createFile(parent.resolve("file"));

        assertThatThrownBy(() -> new TempDirectory(file)).isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(file.toString());
    }

    /** Starts a process that has a directory with a file, after it removed those of other processes. */
    private Process otherProcess() throws IOException {
        long before = directories().size();
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Other.class.getName(), parent.toString()).inheritIO().start();
        await().until(() -> Files.exists(parent.resolve("ready")) || !process.isAlive());
        assertThat(process.isAlive()).isTrue();
        assertThat(directories()).hasSize((int) before + 1);
        return process;
    }

    private List<Path> directories() throws IOException {
        try (Stream<Path> found = Files.list(parent)) {
            return found.filter(path -> path.getFileName().toString().startsWith("reelay-temp-")).toList();
        }
    }

    /** The main class of the other process. */
    static final class Other {
        private Other() {
        }

        public static void main(String[] arguments) throws Exception {
            Path parent = Path.of(arguments[0]);
            TempDirectory temp = new TempDirectory(parent);
            temp.removeAbandoned();
            Files.createFile(temp.newFile());
            Files.createFile(parent.resolve("ready"));
            Thread.currentThread().join();
        }
    }
}
