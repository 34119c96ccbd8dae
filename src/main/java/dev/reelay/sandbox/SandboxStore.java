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
 * The sandbox's videos: all in memory to be read, each as {@code <id>.json} on disk to survive, its clip beside it as
 * {@code <id>.mp4}. Files appear whole, by a move; a {@code .draft} is unfinished and belongs to nobody after a restart.
 * Reading never waits; writing does file work and belongs on a worker.
 */
final class SandboxStore {
    private static final Logger LOG = Logger.getLogger(SandboxStore.class);
    /** Its own, since the record on disk is nobody else's business to configure. */
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

    SandboxStore(Path folder, Duration expiry, Duration retention, Clock clock) {
        this.folder = folder;
        this.expiry = expiry;
        this.retention = retention;
        this.clock = clock;
    }

    /** Reads what an earlier run left, and removes the drafts that it did not finish. */
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

    /** Keeps a new video with its image; if its idempotency key is known, the first video is the answer. */
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

    /** Replaces a video. What is read changes even when the disk refuses, so that no job looks stuck. */
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

    /** The oldest first. */
    List<SandboxVideo> unfinished() {
        return videos.values().stream().filter(video -> !video.isTerminal())
                .sorted(Comparator.comparing(SandboxVideo::createdAt)).toList();
    }

    Path clip(SandboxVideo video) {
        return folder.resolve(video.id() + ".mp4");
    }

    /** A name for an unfinished clip. Never the same twice: an encoder that outlived a crash may still write its own. */
    Path draft(SandboxVideo video) {
        return folder.resolve(video.id() + "." + System.nanoTime() + ".draft");
    }

    Optional<Path> image(SandboxVideo video) {
        return video.image().map(folder::resolve);
    }

    boolean isExpired(SandboxVideo video) {
        return video.settledAt().filter(end -> isPast(end, expiry)).isPresent();
    }

    /** Deletes the clips that expired, and the videos that nobody will ask for any more. */
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
                LOG.warnf(e, "Cannot clean up after %s", video.id());
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
