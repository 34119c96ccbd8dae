package dev.reelay.faults;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.reelay.testing.Program;

/**
 * Directories that are small disks in memory for one process, so that a test can fill them. They are mounted in a namespace
 * of that process, which needs no rights on most systems.
 */
final class SmallDisks {
    private static final String FILLER = "filler";
    private static final int BLOCK = 4096;
    private static final String MOUNT = """
            cp -a '%1$s' '%1$s.seed'
            mount -t tmpfs -o size=%2$s none '%1$s'
            cp -a '%1$s.seed/.' '%1$s'
            rm -r '%1$s.seed'
            """;

    private SmallDisks() {
    }

    /** Returns whether this system lets a process mount a disk for itself. */
    static boolean arePossible() {
        try {
            List<String> command = new ArrayList<>(ownNamespace());
            command.addAll(List.of("mount", "-t", "tmpfs", "none", "/tmp"));
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException noSuchCommand) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Returns a command that runs another one, for which each of these directories is a disk with its present content.
     *
     * @param directories existing ones, with absolute paths
     * @param size such as {@code 2m}
     */
    static List<String> under(List<Path> directories, String size, List<String> command) {
        String mounts = directories.stream().map(directory -> MOUNT.formatted(directory, size)).collect(joining());
        List<String> all = new ArrayList<>(ownNamespace());
        all.addAll(List.of("/bin/bash", "-ec", mounts + "exec \"$@\"", "bash"));
        all.addAll(command);
        return all;
    }

    /** Writes to the disk until it has no room. */
    static void fill(Program program, Path directory) throws IOException {
        try (OutputStream filler = Files.newOutputStream(seenBy(program, directory).resolve(FILLER))) {
            while (true) {
                filler.write(new byte[BLOCK]);
            }
        } catch (IOException full) {
            if (!String.valueOf(full.getMessage()).contains("No space left")) {
                throw full;
            }
        }
    }

    static void free(Program program, Path directory) throws IOException {
        Files.deleteIfExists(seenBy(program, directory).resolve(FILLER));
    }

    /** Returns the path to what the program sees in a directory. */
    static Path seenBy(Program program, Path directory) {
        return Path.of("/proc", String.valueOf(program.pid()), "root", directory.toString());
    }

    private static List<String> ownNamespace() {
        return System.getProperty("user.name").equals("root") ? List.of("/usr/bin/unshare", "--mount")
                : List.of("/usr/bin/unshare", "--mount", "--map-root-user");
    }
}
