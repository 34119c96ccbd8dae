package dev.reelay.content.pipe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;

/**
 * A directory for the temporary files of this process. A crash leaves it behind, and the next start with the same parent
 * directory removes it. Each process locks a file in its directory until the system ends it, so that a start removes no
 * directory of a running node. A process id would not do, because nodes in containers have the same ids.
 * <p>
 * A singleton has no client proxy, whose construction would create a second directory.
 */
@Singleton
public class TempDirectory {
    private static final Logger LOG = Logger.getLogger(TempDirectory.class);
    private static final String PREFIX = "reelay-temp-";
    private static final String LOCK = "lock";

    private final Path parent;
    private final Path directory;
    private final FileChannel lock;
    private final AtomicLong files = new AtomicLong();

    /** @param lock open channel that holds the lock */
    private record Locked(Path directory, FileChannel lock) {
    }

    /** Creates a directory in the system's directory for temporary files. */
    @Inject
    TempDirectory() {
        this(Path.of(System.getProperty("java.io.tmpdir")));
    }

    TempDirectory(Path parent) {
        this.parent = parent;
        try {
            Locked own = create(Files.createDirectories(parent));
            directory = own.directory();
            lock = own.lock();
        } catch (IOException e) {
            throw new UncheckedIOException("The directory %s for temporary files cannot be used".formatted(parent), e);
        }
    }

    /** Returns the path of a new file, which does not exist. */
    public Path newFile() {
        return directory.resolve(String.valueOf(files.incrementAndGet()));
    }

    void onStart(@Observes StartupEvent event) {
        removeAbandoned();
    }

    /** Runs last, because the pipeline may still send images. */
    void onStop(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        close();
    }

    /** Removes the directories of processes that do not run any more. */
    void removeAbandoned() {
        try (DirectoryStream<Path> siblings = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path sibling : siblings) {
                // POSIX: a process that closes any channel of a file releases its locks on that file.
                if (!sibling.equals(directory)) {
                    removeIfAbandoned(sibling);
                }
            }
        } catch (IOException e) {
            LOG.warnf("Temporary files of earlier processes in %s are not removed: %s", parent, e);
        }
    }

    /** Removes the directory of this process, with all files in it. */
    void close() {
        try {
            delete(directory);
            lock.close();
        } catch (IOException e) {
            LOG.warnf("Temporary files in %s are not removed: %s", directory, e);
        }
    }

    /** Tries again if another process removed the directory before it was locked. */
    private static Locked create(Path parent) throws IOException {
        while (true) {
            Path directory = Files.createTempDirectory(parent, PREFIX);
            Path file = directory.resolve(LOCK);
            FileChannel lock = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            lock.lock();
            if (Files.exists(file)) {
                return new Locked(directory, lock);
            }
            lock.close();
        }
    }

    private static void removeIfAbandoned(Path sibling) {
        if (!Files.isDirectory(sibling, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(sibling.resolve(LOCK), StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            if (free != null) {
                delete(sibling);
            }
        } catch (NoSuchFileException e) {
            LOG.debugf("%s has no lock: its process has just begun, or ended while it began", sibling);
        } catch (IOException | OverlappingFileLockException e) {
            LOG.debugf("%s belongs to another user, or to this process: %s", sibling, e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (DirectoryStream<Path> content = Files.newDirectoryStream(directory)) {
            for (Path file : content) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }
}
