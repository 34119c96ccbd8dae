package dev.reelay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.reelay.testing.Waits;

class ClipCacheTest {
    private static final int CLIP_SIZE = "the clip".length();

    @TempDir
    Path folder;
    private final AtomicInteger renders = new AtomicInteger();
    private Path cached;
    private ClipCache cache;

    @BeforeEach
    void open() {
        cached = folder.resolve("clips");
        cache = cacheOf(2 * CLIP_SIZE);
    }

    @Test
    void equalSceneIsRenderedOnceAcrossRestart() throws Exception {
        cache.make("scene", folder.resolve("1"), this::render);
        cache.make("scene", folder.resolve("2"), this::render);
        cacheOf(2 * CLIP_SIZE).make("scene", folder.resolve("3"), this::render);

        assertThat(renders).hasValue(1);
        assertThat(folder.resolve("2")).hasContent("the clip");
        assertThat(folder.resolve("3")).hasContent("the clip");
    }

    @Test
    void differentSceneIsRendered() throws Exception {
        cache.make("scene", folder.resolve("1"), this::render);
        cache.make("another", folder.resolve("2"), this::render);

        assertThat(renders).hasValue(2);
    }

    @Test
    void cachedClipSurvivesDeletedVideo() throws Exception {
        cache.make("scene", folder.resolve("1"), this::render);
        Files.delete(folder.resolve("1"));
        cache.make("scene", folder.resolve("2"), this::render);

        assertThat(folder.resolve("2")).hasContent("the clip");
        assertThat(renders).hasValue(1);
    }

    @Test
    void equalSceneWaitsForRunningRender() throws Exception {
        CountDownLatch rendering = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Thread first = make("1", target -> {
            rendering.countDown();
            goOn.await();
            render(target);
        });
        rendering.await();
        Thread second = make("2", this::render);
        Waits.await().until(() -> second.getState() == Thread.State.WAITING);
        goOn.countDown();

        first.join();
        second.join();
        assertThat(renders).hasValue(1);
        assertThat(folder.resolve("2")).hasContent("the clip");
    }

    @Test
    void failedRenderIsNotCached() throws Exception {
        assertThatThrownBy(() -> cache.make("scene", folder.resolve("1"), target -> {
            Files.writeString(target, "half a clip");
            throw new IOException("killed");
        })).hasMessage("killed");
        cache.make("scene", folder.resolve("2"), this::render);

        assertThat(folder.resolve("2")).hasContent("the clip");
    }

    @Test
    void leastRecentlyUsedClipIsEvicted() throws Exception {
        cache.make("a", folder.resolve("1"), this::render);
        cache.make("b", folder.resolve("2"), this::render);
        Files.setLastModifiedTime(cached.resolve("a.mp4"), FileTime.from(Instant.EPOCH));
        Files.setLastModifiedTime(cached.resolve("b.mp4"), FileTime.from(Instant.EPOCH.plusSeconds(1)));
        cache.make("a", folder.resolve("3"), this::render);
        cache.make("c", folder.resolve("4"), this::render);

        assertThat(cached.resolve("b.mp4")).doesNotExist();
        assertThat(cached.resolve("a.mp4")).exists();
        assertThat(folder.resolve("2")).as("the clip of the video").hasContent("the clip");
    }

    @Test
    void clipAboveLimitIsNotCached() throws Exception {
        cacheOf(CLIP_SIZE - 1).make("scene", folder.resolve("1"), this::render);

        assertThat(cached).isEmptyDirectory();
        assertThat(folder.resolve("1")).hasContent("the clip");
    }

    @Test
    void restartRemovesDraftsAndAppliesLowerLimit() throws Exception {
        cache.make("scene", folder.resolve("1"), this::render);
        Files.writeString(cached.resolve("copy.draft"), "half");

        cacheOf(CLIP_SIZE - 1);

        assertThat(cached).isEmptyDirectory();
    }

    private ClipCache cacheOf(long maxSize) {
        ClipCache opened = new ClipCache(cached, maxSize);
        opened.load();
        return opened;
    }

    /** Writes the clip on another thread. */
    private Thread make(String target, ClipCache.Render render) {
        Thread thread = new Thread(() -> {
            try {
                cache.make("scene", folder.resolve(target), render);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        thread.start();
        return thread;
    }

    private void render(Path target) throws IOException {
        renders.incrementAndGet();
        Files.writeString(target, "the clip");
    }
}
