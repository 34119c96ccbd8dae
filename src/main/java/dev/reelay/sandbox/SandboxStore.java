package dev.reelay.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;

/**
 * Stores the sandbox's videos: in memory for reads, and on disk as {@code <id>.json} with the clip {@code <id>.mp4}. A file
 * gets its final name by an atomic move; an unfinished {@code .draft} is deleted at the next start. Reads do not block; writes
 * access files and belong on a worker thread.
 */
final class SandboxStore {
    private static final Logger LOG = Logger.getLogger(SandboxStore.class);
    /** A private mapper, so that the configuration of Quarkus does not change the format on disk. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModules(new JavaTimeModule(), new Jdk8Module())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path folder;
    private final Duration expiry;
    private final Duration retention;
    private final Clock clock;
    private final Map<String, SandboxVideo> videos = new ConcurrentHashMap<>();
    private final Map<String, String> idsByKey = new ConcurrentHashMap<>();
    /** The last result of {@link #alternates} for each video. */
    private final Map<String, Boolean> alternations = new ConcurrentHashMap<>();

    SandboxStore(Path folder, Duration expiry, Duration retention, Clock clock) {
        this.folder = folder;
        this.expiry = expiry;
        this.retention = retention;
        this.clock = clock;
    }

    /** Reads the records of earlier runs, and deletes their unfinished files. */
    void load() {
        try {
            Files.createDirectories(folder);
            for (Path file : files()) {
                if (file.toString().endsWith(".draft")) {
                    Files.deleteIfExists(file);
                } else if (file.toString().endsWith(".json")) {
                    read(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stores a new video with its image, or returns the first video with the same idempotency key. */
    synchronized SandboxVideo add(SandboxVideo video, Optional<Path> upload) {
        Optional<SandboxVideo> first = video.idempotencyKey().map(idsByKey::get).flatMap(this::find);
        if (first.isPresent()) {
            return first.get();
        }
        try {
            if (upload.isPresent()) {
                Files.copy(upload.get(), image(video).orElseThrow(), StandardCopyOption.REPLACE_EXISTING);
            }
            write(video);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        remember(video);
        return video;
    }

    /** Replaces a video. If the disk fails, memory still gets the new state, so that no video looks stuck. */
    SandboxVideo save(SandboxVideo video) {
        videos.put(video.id(), video);
        try {
            write(video);
            if (video.isTerminal()) {
                deleteImage(video);
            }
        } catch (IOException e) {
            LOG.errorf(e, "Cannot write the record of %s", video.id());
        }
        return video;
    }

    Optional<SandboxVideo> find(String id) {
        return Optional.ofNullable(videos.get(id));
    }

    /** Returns true at the first call for a video, then false and true in turn. */
    boolean alternates(SandboxVideo video) {
        return alternations.merge(video.id(), true, (last, first) -> !last);
    }

    /** Returns the videos without a terminal status, the oldest first. */
    List<SandboxVideo> unfinished() {
        return videos.values().stream().filter(video -> !video.isTerminal())
                .sorted(Comparator.comparing(SandboxVideo::createdAt)).toList();
    }

    Path clip(SandboxVideo video) {
        return folder.resolve(video.id() + ".mp4");
    }

    /** Returns a unique name for an unfinished file: an encoder that survived a crash may still write to an earlier one. */
    Path draft(SandboxVideo video) {
        return folder.resolve(video.id() + "." + System.nanoTime() + ".draft");
    }

    Optional<Path> image(SandboxVideo video) {
        return video.image().map(folder::resolve);
    }

    boolean isExpired(SandboxVideo video) {
        return video.settledAt().filter(end -> isPast(end, expiry)).isPresent();
    }

    /** Deletes expired clips, and the videos whose retention ended. */
    void sweep() {
        for (SandboxVideo video : videos.values()) {
            try {
                if (isExpired(video)) {
                    Files.deleteIfExists(clip(video));
                }
                if (isPast(video.createdAt(), retention)) {
                    forget(video);
                }
            } catch (IOException e) {
                LOG.warnf(e, "Cannot delete the files of %s", video.id());
            }
        }
    }

    private boolean isPast(Instant start, Duration span) {
        return start.plus(span).isBefore(clock.instant());
    }

    private void forget(SandboxVideo video) throws IOException {
        Files.deleteIfExists(clip(video));
        Files.deleteIfExists(record(video));
        deleteImage(video);
        videos.remove(video.id());
        alternations.remove(video.id());
        video.idempotencyKey().ifPresent(idsByKey::remove);
    }

    private void deleteImage(SandboxVideo video) throws IOException {
        if (video.image().isPresent()) {
            Files.deleteIfExists(folder.resolve(video.image().get()));
        }
    }

    private void read(Path file) {
        try {
            remember(JSON.readValue(file.toFile(), SandboxVideo.class));
        } catch (IOException e) {
            LOG.warnf("Cannot read the record %s: %s", file, e.getMessage());
        }
    }

    private void remember(SandboxVideo video) {
        videos.put(video.id(), video);
        video.idempotencyKey().ifPresent(key -> idsByKey.put(key, video.id()));
    }

    private void write(SandboxVideo video) throws IOException {
        Path draft = draft(video);
        JSON.writeValue(draft.toFile(), video);
        Files.move(draft, record(video), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path record(SandboxVideo video) {
        return folder.resolve(video.id() + ".json");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
