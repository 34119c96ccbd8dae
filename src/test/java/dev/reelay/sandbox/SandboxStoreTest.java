package dev.reelay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.reelay.sandbox.render.FrameSize;

class SandboxStoreTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00.123Z");

    @TempDir
    Path folder;
    private SandboxStore store;

    @BeforeEach
    void open() {
        store = storeAt(START);
    }

    @Test
    void restartReadsEveryField() {
        SandboxVideo failed = store.save(store.add(video("v1", "k1"), Optional.empty()).failed("code", "why", START));
        SandboxVideo completed = store.save(store.add(video("v2", "k2"), Optional.empty()).completed(START));

        SandboxStore next = storeAt(START);
        assertThat(next.find("v1")).contains(failed);
        assertThat(next.find("v2")).contains(completed);
    }

    @Test
    void repeatedKeyReturnsFirstVideoAcrossRestart() {
        SandboxVideo first = store.add(video("v1", "key"), Optional.empty());

        assertThat(store.add(video("v2", "key"), Optional.empty())).isSameAs(first);
        assertThat(storeAt(START).add(video("v3", "key"), Optional.empty())).isEqualTo(first);
    }

    @Test
    void unfinishedVideosAreOrderedByCreation() {
        SandboxVideo late = store.add(video("v1", "k1", START.plusSeconds(1)), Optional.empty());
        SandboxVideo started = store.save(store.add(video("v2", "k2"), Optional.empty()).started());
        store.save(store.add(video("v3", "k3"), Optional.empty()).completed(START));

        assertThat(storeAt(START).unfinished()).containsExactly(started, late);
    }

    @Test
    void restartRemovesDraftsAndSkipsMalformedRecords() throws IOException {
        Path draft = Files.writeString(store.draft(video("v1", "k1")), "half a clip");
        Files.writeString(folder.resolve("torn.json"), "{");

        assertThat(storeAt(START).unfinished()).isEmpty();
        assertThat(draft).doesNotExist();
    }

    @Test
    void imageIsDeletedWithEndOfVideo() throws IOException {
        Path upload = Files.writeString(folder.resolve("upload"), "image");
        SandboxVideo video = store.add(video("v1", "k1"), Optional.of(upload));
        Path image = store.image(video).orElseThrow();

        assertThat(image).hasContent("image");
        store.save(video.completed(START));
        assertThat(image).doesNotExist();
    }

    @Test
    void expiredClipIsDeletedAndItsRecordStays() throws IOException {
        SandboxVideo video = store.save(store.add(video("v1", "k1"), Optional.empty()).completed(START));
        Files.writeString(store.clip(video), "clip");

        store.sweep();
        assertThat(store.clip(video)).exists();

        SandboxStore later = storeAt(START.plus(Duration.ofMinutes(61)));
        later.sweep();
        assertThat(later.isExpired(video)).isTrue();
        assertThat(later.clip(video)).doesNotExist();
        assertThat(later.find("v1")).contains(video);
    }

    @Test
    void sweepDeletesOldRecord() {
        store.save(store.add(video("v1", "key"), Optional.empty()).completed(START));
        store.add(video("v2", "stalled"), Optional.empty());

        SandboxStore later = storeAt(START.plus(Duration.ofHours(25)));
        later.sweep();
        assertThat(later.find("v1")).isEmpty();
        assertThat(later.find("v2")).isEmpty();
        assertThat(folder.resolve("v1.json")).doesNotExist();
        SandboxVideo next = video("v3", "key");
        assertThat(later.add(next, Optional.empty())).isSameAs(next);
    }

    @Test
    void sweepForgetsAlternationOfOldVideo() {
        SandboxVideo old = store.add(video("v1", "key", START.minus(Duration.ofHours(25))), Optional.empty());
        assertThat(store.alternates(old)).isTrue();
        assertThat(store.alternates(old)).isFalse();

        store.alternates(old);
        store.sweep();

        assertThat(store.alternates(old)).as("after the sweep, as for a new video").isTrue();
    }

    private SandboxStore storeAt(Instant now) {
        SandboxStore store = new SandboxStore(folder, Duration.ofHours(1), Duration.ofHours(24),
                Clock.fixed(now, ZoneOffset.UTC));
        store.load();
        return store;
    }

    private static SandboxVideo video(String id, String key) {
        return video(id, key, START);
    }

    private static SandboxVideo video(String id, String key, Instant createdAt) {
        return new SandboxVideo(id, SandboxVideo.Status.SUBMITTED, "一只狗", "sora-2", FrameSize.PORTRAIT, 15, createdAt,
                Optional.empty(), Optional.of(id + ".png"), Optional.of(key), Optional.empty());
    }
}
