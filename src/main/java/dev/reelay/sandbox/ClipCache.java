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
 * Keeps rendered clips by the fingerprint of their scene, so that an equal scene is not rendered again. A clip and the
 * copy of it here are one file with two names, where the file system has hard links; so neither is written to once it is
 * complete.
 */
final class ClipCache {
    private static final Logger LOG = Logger.getLogger(ClipCache.class);

    private final Path folder;
    private final long maxSize;
    /** By fingerprint: the renders that are under way. */
    private final Map<String, CountDownLatch> renders = new ConcurrentHashMap<>();

    /**
     * @param maxSize
     *        of all clips, in bytes
     */
    ClipCache(Path folder, long maxSize) {
        this.folder = folder;
        this.maxSize = maxSize;
    }

    /** Removes the drafts of an earlier run, and the clips that the limit does not allow any more. */
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
     * Makes the clip of a scene: from the cache, or else by rendering it. Waits for a render of an equal scene.
     *
     * @param target
     *        a file that does not exist yet
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

    /** Logs failures only: the clip itself is complete. */
    private void store(Path clip, Path cached) {
        try {
            // Otherwise a power failure could leave the name of a clip whose bytes are missing.
            try (FileChannel file = FileChannel.open(clip, StandardOpenOption.WRITE)) {
                file.force(true);
            }
            link(clip, cached);
            evict();
        } catch (IOException e) {
            LOG.warnf("Cannot keep a clip for equal scenes: %s", e);
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

    /** Removes the clips that were not used for the longest time. */
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
