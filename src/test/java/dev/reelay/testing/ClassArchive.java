package dev.reelay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

import dev.reelay.database.EmbeddedDatabase;

/**
 * A class data sharing archive of the packaged program. The first run writes it, and later runs of the same build start with
 * one second less of processor time.
 */
final class ClassArchive {
    private static final Path FOLDER = Path.of("target", "class-archive").toAbsolutePath();

    private ClassArchive() {
    }

    /** Returns the JVM options that use the archive; writes it first if needed; empty while another JVM does so. */
    static List<String> options() {
        try {
            Path archive = Files.createDirectories(FOLDER).resolve(Packaged.id() + ".jsa");
            try (FileChannel file = FileChannel.open(FOLDER.resolve("lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE); FileLock lock = file.tryLock()) {
                if (lock != null && Files.notExists(archive)) {
                    write(archive);
                }
            }
            return Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the program once; its JVM writes the archive at the exit. */
    private static void write(Path archive) throws IOException {
        Path draft = FOLDER.resolve("draft.jsa");
        String database = DatabaseServer.newDatabase();
        List<String> options = List.of("-XX:TieredStopAtLevel=1", "-XX:ArchiveClassesAtExit=" + draft);
        try (Program program = Program.start(Packaged.command(options), Program.emptyHome("class-archive"), "run", Map.of(
                "QUARKUS_DATASOURCE_REACTIVE_URL", database, "QUARKUS_DATASOURCE_USERNAME", EmbeddedDatabase.USER,
                "QUARKUS_SHUTDOWN_DELAY", "0s"))) {
            program.awaitReady().stop(Waits.LIMIT);
            Files.move(draft, archive, StandardCopyOption.ATOMIC_MOVE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            DatabaseServer.drop(database);
        }
    }
}
