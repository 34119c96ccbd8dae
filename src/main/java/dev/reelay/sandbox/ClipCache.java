package dev.reelay.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

/**
 * Caches rendered clips by the fingerprint of their scene, so that an equal scene is not rendered again. On a file system
 * with hard links, a clip and its cached copy are one file with two names, so a complete clip is never written to.
 */
final class ClipCache {
    private static final Logger LOG = Logger.getLogger(ClipCache.class);

    private final Path folder;
    private final long maxSize;
    /** The running renders, by fingerprint. */
    private final Map<String, CountDownLatch> renders = new ConcurrentHashMap<>();

    /**
     * @param maxSize
     *        the limit of all cached clips in bytes
     */
    ClipCache(Path folder, long maxSize) {
        this.folder = folder;
        this.maxSize = maxSize;
    }

    /** Deletes the unfinished files of an earlier run, and the clips beyond the size limit. */
    void load() {
        try {
            Files.createDirectories(folder);
            for (Path file : files()) {
                if (file.toString().endsWith(".draft")) {
                    Files.delete(file);
                }
            }
            evict();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Writes the clip of a scene: from the cache, or by rendering it. Waits for a running render of an equal scene.
     *
     * @param target
     *        the path of the clip, which must not exist yet
     */
    void make(String fingerprint, Path target, Render render) throws IOException, InterruptedException {
        CountDownLatch finished = new CountDownLatch(1);
        CountDownLatch other = renders.putIfAbsent(fingerprint, finished);
        while (other != null) {
            other.await();
            other = renders.putIfAbsent(fingerprint, finished);
        }
        try {
            Path cached = folder.resolve(fingerprint + ".mp4");
            if (!isReused(cached, target)) {
                render.to(target);
                store(target, cached);
            }
        } finally {
            renders.remove(fingerprint);
            finished.countDown();
        }
    }

    private static boolean isReused(Path cached, Path target) throws IOException {
        try {
            Files.setLastModifiedTime(cached, FileTime.from(Instant.now()));
            link(cached, target);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Adds a clip to the cache. Logs a failure instead of throwing it, because the clip itself is complete. */
    private void store(Path clip, Path cached) {
        try {
            // Syncs first: a power failure must not leave a cached name without its bytes.
            try (FileChannel file = FileChannel.open(clip, StandardOpenOption.WRITE)) {
                file.force(true);
            }
            link(clip, cached);
            evict();
        } catch (IOException e) {
            LOG.warnf("Adding a clip to the cache failed: %s", e);
        }
    }

    private static void link(Path file, Path name) throws IOException {
        try {
            Files.createLink(name, file);
        } catch (UnsupportedOperationException | FileSystemException e) {
            copy(file, name);
        }
    }

    private static void copy(Path file, Path target) throws IOException {
        Path draft = Files.createTempFile(target.getParent(), "copy", ".draft");
        try {
            Files.copy(file, draft, StandardCopyOption.REPLACE_EXISTING);
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Deletes the least recently used clips beyond the size limit. */
    private synchronized void evict() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path file : files()) {
            if (file.toString().endsWith(".mp4")) {
                entries.add(Entry.of(file));
            }
        }
        entries.sort(Comparator.comparing(Entry::usedAt).reversed());
        long size = 0;
        for (Entry entry : entries) {
            size += entry.size();
            if (size > maxSize) {
                Files.deleteIfExists(entry.file());
            }
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private record Entry(Path file, FileTime usedAt, long size) {
        static Entry of(Path file) throws IOException {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Entry(file, attributes.lastModifiedTime(), attributes.size());
        }
    }

    @FunctionalInterface
    interface Render {
        void to(Path target) throws IOException, InterruptedException;
    }
}
