package dev.reelay.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.jboss.logging.Logger;

import dev.reelay.sandbox.render.Encoder;
import dev.reelay.sandbox.render.Scene;

/**
 * Renders videos from {@code SUBMITTED} to a terminal status on a fixed number of threads; further videos are queued. A
 * failure of the encoder fails its video. A shutdown leaves the video open, and the next run renders it.
 */
final class Renderer {
    private static final Logger LOG = Logger.getLogger(Renderer.class);
    /**
     * The delay before a failed encoder fails its video. Ctrl-C kills the encoders before this program begins its shutdown,
     * and a shutdown must not fail a video.
     */
    private static final Duration SHUTDOWN_MAY_FOLLOW = Duration.ofSeconds(1);

    private final SandboxStore store;
    private final Encoder encoder;
    private final ClipCache clips;
    private final Clock clock;
    private final ExecutorService threads;
    private final Map<String, Integer> encoded = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    Renderer(SandboxStore store, Encoder encoder, ClipCache clips, int renders, Clock clock) {
        this.store = store;
        this.encoder = encoder;
        this.clips = clips;
        this.clock = clock;
        this.threads = Executors.newFixedThreadPool(renders, task -> {
            Thread thread = new Thread(task, "sandbox-render");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Queues a video without a terminal status. */
    void submit(SandboxVideo video) {
        threads.execute(() -> settle(video, () -> render(store.save(video.started()))));
    }

    /** Returns the progress of a video in percent. */
    int progress(SandboxVideo video) {
        return switch (video.status()) {
            case SUBMITTED, FAILED -> 0;
            case COMPLETED -> 100;
            case IN_PROGRESS -> video.directives().progressAfter(Duration.between(video.createdAt(), clock.instant()))
                    .orElse(encoded.getOrDefault(video.id(), 0));
        };
    }

    /** Kills the encoders and leaves their videos open. Waits up to 2 s for the threads to end. */
    void close() {
        closing.countDown();
        threads.shutdownNow();
        encoder.close();
        try {
            threads.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void render(SandboxVideo video) throws IOException, InterruptedException {
        Directives directives = video.directives();
        if (directives.stall()) {
            return;
        }
        if (directives.failsAfter().isPresent()) {
            String code = directives.fail().orElseThrow();
            after(video, directives.failsAfter().get(), () -> fail(video, code, SandboxException.messageOf(code)));
            return;
        }
        Path draft = draw(video);
        after(video, directives.pace().orElse(Duration.ZERO), () -> complete(video, draft));
    }

    private Path draw(SandboxVideo video) throws IOException, InterruptedException {
        Path draft = store.draft(video);
        Scene scene = video.scene(store.image(video));
        try {
            clips.make(encoder.fingerprint(scene), draft,
                    target -> encoder.encode(scene, target, percent -> encoded.put(video.id(), percent)));
            return draft;
        } catch (IOException | InterruptedException e) {
            Files.deleteIfExists(draft);
            throw e;
        }
    }

    private void complete(SandboxVideo video, Path draft) throws IOException {
        Files.move(draft, store.clip(video), StandardCopyOption.ATOMIC_MOVE);
        store.save(video.completed(clock.instant()));
    }

    private void fail(SandboxVideo video, String code, String message) {
        store.save(video.failed(code, message, clock.instant()));
    }

    /** Runs the last step at its time, without blocking a thread until then. */
    private void after(SandboxVideo video, Duration sinceCreation, Step last) {
        Instant due = video.createdAt().plus(sinceCreation);
        long millis = Math.max(0, Duration.between(clock.instant(), due).toMillis());
        Executor later = CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, threads);
        (millis == 0 ? (Executor) Runnable::run : later).execute(() -> settle(video, last));
    }

    private void settle(SandboxVideo video, Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException e) {
            failUnlessClosing(video, e);
        } catch (InterruptedException e) {
            // only close() interrupts: the video stays open for the next run
            Thread.currentThread().interrupt();
        } finally {
            encoded.remove(video.id());
        }
    }

    private void failUnlessClosing(SandboxVideo video, Exception cause) {
        try {
            if (!closing.await(SHUTDOWN_MAY_FOLLOW.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warnf("Rendering of %s failed: %s", video.id(), cause.getMessage());
                fail(video, "render_failed", "Video generation failed: " + cause.getMessage());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException, InterruptedException;
    }
}
