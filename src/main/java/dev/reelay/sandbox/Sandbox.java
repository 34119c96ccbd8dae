package dev.reelay.sandbox;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.Cancellable;

import dev.reelay.sandbox.render.BundledFfmpeg;
import dev.reelay.sandbox.render.Encoder;
import dev.reelay.sandbox.render.Ffmpeg;

/** Starts and stops the parts of the sandbox, and connects them to its endpoints. */
@ApplicationScoped
class Sandbox {
    private static final Logger LOG = Logger.getLogger(Sandbox.class);
    private static final Duration BETWEEN_SWEEPS = Duration.ofMinutes(1);
    /** Delays the search for ffmpeg: the process competes with the start of this program for the processor. */
    private static final Duration AFTER_THE_START = Duration.ofSeconds(1);

    private final SandboxConfig config;
    private final boolean open;
    private final Clock clock = Clock.systemUTC();
    private final Ffmpeg ffmpeg;
    private final SandboxStore store;
    private final ClipCache clips;
    private final Renderer renderer;
    private Cancellable sweeps = () -> {
    };
    private Cancellable lookForFfmpeg = () -> {
    };

    Sandbox(SandboxConfig config, SandboxConfig.Upstream upstream) {
        this.config = config;
        this.open = config.isOpen(upstream);
        this.ffmpeg = new Ffmpeg(config.ffmpeg(), new BundledFfmpeg(config.directory().resolve("ffmpeg")));
        this.store = new SandboxStore(config.directory().resolve("videos"), config.expiry(), config.retention(), clock);
        this.clips = new ClipCache(config.directory().resolve("clips"), config.cacheSize().asLongValue());
        this.renderer = new Renderer(store, new Encoder(ffmpeg, config.renderTimeout()), clips, config.renders(), clock);
    }

    /** Loads the videos before the first request, and searches for the encoder soon after, before the first clip needs it. */
    void start(@Observes StartupEvent event) {
        if (!open) {
            return;
        }
        store.load();
        clips.load();
        store.unfinished().forEach(renderer::submit);
        lookForFfmpeg = Uni.createFrom().voidItem().onItem().delayIt().by(AFTER_THE_START)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .subscribe().with(now -> findFfmpeg());
        sweeps = Multi.createFrom().ticks().every(BETWEEN_SWEEPS).onOverflow().drop()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .subscribe().with(tick -> store.sweep());
    }

    void stop(@Observes ShutdownEvent event) {
        sweeps.cancel();
        lookForFfmpeg.cancel();
        renderer.close();
    }

    /** Stores and queues a new video, or returns the first one with the same idempotency key. Blocks on file access. */
    SandboxVideo submit(SandboxCreateForm.Parameters parameters, Optional<String> idempotencyKey) {
        String id = "video_" + UUID.randomUUID().toString().replace("-", "");
        Optional<String> image = parameters.imageFormat().map(format -> id + "." + format.extension);
        SandboxVideo video = new SandboxVideo(id, SandboxVideo.Status.SUBMITTED, parameters.prompt(), parameters.model(),
                parameters.size(), parameters.seconds(), Instant.now(clock), Optional.empty(), image, idempotencyKey,
                Optional.empty());
        SandboxVideo kept = store.add(video, parameters.image());
        if (kept == video) {
            renderer.submit(video);
        }
        return kept;
    }

    /** @throws SandboxException with status code 404, if there is no such video */
    SandboxVideo require(String id) {
        return store.find(id).orElseThrow(() -> SandboxException.notFound("Video not found: " + id));
    }

    /** Returns false for each second status request of a flaky video. */
    boolean answersStatus(SandboxVideo video) {
        return !video.directives().flaky() || store.alternates(video);
    }

    int progress(SandboxVideo video) {
        return renderer.progress(video);
    }

    /** Returns the time at which the clip of an ended video expires. */
    Optional<Instant> expiresAt(SandboxVideo video) {
        return video.settledAt().map(end -> end.plus(config.expiry()));
    }

    /** @throws SandboxException if the video does not exist, is not completed, or its content has expired */
    Clip requireClip(String id) {
        SandboxVideo video = require(id);
        if (video.status() != SandboxVideo.Status.COMPLETED) {
            throw SandboxException.invalid("Video is not completed, its status is " + SandboxVideoBody.word(video.status()));
        }
        if (video.directives().expired() || store.isExpired(video)) {
            throw SandboxException.notFound("The content of " + id + " has expired");
        }
        return new Clip(store.clip(video).toAbsolutePath(), "\"" + id + "\"", video.directives().cut());
    }

    private void findFfmpeg() {
        try {
            LOG.debugf("Rendering with %s", ffmpeg.tool());
        } catch (IOException e) {
            LOG.warnf("The sandbox cannot render clips: %s", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
