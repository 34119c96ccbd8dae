package dev.reelay.sandbox;

import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.reelay.sandbox.render.BundledFfmpeg;
import dev.reelay.sandbox.render.Encoder;
import dev.reelay.sandbox.render.Ffmpeg;
import dev.reelay.sandbox.render.FrameSize;

/** Renders with a missing encoder; {@link SandboxWireTest} uses the real one. */
class RendererTest {
    @TempDir
    Path folder;
    private SandboxStore store;
    private Renderer renderer;

    @BeforeEach
    void open() {
        store = new SandboxStore(folder, Duration.ofHours(1), Duration.ofHours(24), Clock.systemUTC());
        store.load();
        Ffmpeg missing = new Ffmpeg(Optional.of("no-such-ffmpeg"), new BundledFfmpeg(folder));
        renderer = new Renderer(store, new Encoder(missing, Duration.ofMinutes(1)), new ClipCache(folder, 1), 1,
                Clock.systemUTC());
    }

    @AfterEach
    void close() {
        renderer.close();
    }

    @Test
    void missingEncoderFailsVideoWithReason() {
        renderer.submit(added("a dog"));

        await().untilAsserted(() -> assertThat(video().failure()).hasValueSatisfying(failure -> {
            assertThat(failure.code()).isEqualTo("render_failed");
            assertThat(failure.message()).contains("no-such-ffmpeg");
        }));
    }

    @Test
    void shutdownLeavesTheVideoOpen() {
        renderer.submit(added("a dog"));
        renderer.close();

        assertThat(video().isTerminal()).isFalse();
    }

    @Test
    void plannedFailureHasRequestedCode() {
        renderer.submit(added("[fail:content_policy_violation][slow:1s]"));

        await().untilAsserted(() -> assertThat(video().failure())
                .contains(new SandboxVideo.Failure("content_policy_violation", "Content policy violation")));
    }

    @Test
    void stalledVideoDoesNotBlockOthers() {
        renderer.submit(added("[stall]"));
        SandboxVideo second = store.add(video("v2", "[fail:x][slow:0s]"), Optional.empty());
        renderer.submit(second);

        await().until(() -> store.find("v2").orElseThrow().isTerminal());
        assertThat(video().status()).isEqualTo(SandboxVideo.Status.IN_PROGRESS);
        assertThat(renderer.progress(video())).isBetween(1, 99);
    }

    private SandboxVideo added(String prompt) {
        return store.add(video("v1", prompt), Optional.empty());
    }

    private SandboxVideo video() {
        return store.find("v1").orElseThrow();
    }

    private static SandboxVideo video(String id, String prompt) {
        return new SandboxVideo(id, SandboxVideo.Status.SUBMITTED, prompt, "sora-2", FrameSize.LANDSCAPE, 10,
                Instant.now(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
