package dev.reelay.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** How the programs that are measured are started: ours as it is deployed, and what it is compared with just the same. */
final class Launch {
    /** Those of {@code docker/Dockerfile.jvm}. */
    static final List<String> JVM_OPTIONS = List.of();

    private static final Path OURS = Path.of("target", "quarkus-app", "quarkus-run.jar").toAbsolutePath();

    private Launch() {
    }

    /** Ours: the native one where it was built. */
    static List<String> ours(Collection<String> options) throws IOException {
        Optional<Path> runner = nativeRunner();
        return runner.isPresent() ? command(runner.get().toString(), options, List.of()) : java(options, OURS);
    }

    /** A jar, with the options of ours. */
    static List<String> java(Collection<String> options, Path jar) {
        List<String> all = new ArrayList<>(JVM_OPTIONS);
        all.addAll(options);
        return command(Path.of(System.getProperty("java.home"), "bin", "java").toString(), all,
                List.of("-jar", jar.toString()));
    }

    /** What ours runs on, for the head of a table. */
    static String runtime() throws IOException {
        return nativeRunner().isPresent() ? "native"
                : "%s %s".formatted(System.getProperty("java.vm.name"), System.getProperty("java.version"));
    }

    private static List<String> command(String program, Collection<String> options, Collection<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(options);
        command.addAll(arguments);
        return command;
    }

    private static Optional<Path> nativeRunner() throws IOException {
        try (DirectoryStream<Path> runners = Files.newDirectoryStream(Path.of("target"), "*-runner")) {
            for (Path runner : runners) {
                return Optional.of(runner.toAbsolutePath());
            }
            return Optional.empty();
        }
    }
}
