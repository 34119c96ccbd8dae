package dev.reelay.pipeline;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.file.FileSystem;

import dev.reelay.async.VertxContexts;
import dev.reelay.content.pipe.TempDirectory;
import dev.reelay.error.ErrorCode;
import dev.reelay.store.ReferenceImageStore;
import dev.reelay.telemetry.VideoLog;
import dev.reelay.upstream.dialect.Handle;
import dev.reelay.upstream.dialect.Submission;
import dev.reelay.upstream.dialect.Submission.Accepted;
import dev.reelay.upstream.dialect.Submission.OutcomeUnknown;
import dev.reelay.upstream.dialect.Submission.Rejected;
import dev.reelay.upstream.dialect.Submission.RetryLater;
import dev.reelay.video.Failure;
import dev.reelay.video.Lease;
import dev.reelay.video.LeaseLostException;
import dev.reelay.video.ReferenceImage;
import dev.reelay.video.Video;
import dev.reelay.video.VideoStatus;

/**
 * Submits a claimed video to the upstream, once. The status {@code SUBMITTING} is stored before the create is sent. After a
 * crash it shows the next node that the upstream may have accepted the video.
 */
@ApplicationScoped
class Submitter {
    private static final Logger LOG = Logger.getLogger(Submitter.class);
    private static final Duration BEFORE_REPEATING = Duration.ofSeconds(2);

    private final RetryingVideoStore store;
    private final ReferenceImageStore images;
    private final TracedUpstream upstream;
    private final VertxContexts contexts;
    private final TempDirectory temp;
    private final FileSystem files;

    Submitter(RetryingVideoStore store, ReferenceImageStore images, TracedUpstream upstream, VertxContexts contexts,
            TempDirectory temp, Vertx vertx) {
        this.store = store;
        this.images = images;
        this.upstream = upstream;
        this.contexts = contexts;
        this.temp = temp;
        this.files = vertx.fileSystem();
    }

    /**
     * Sends the create of a video, unless an earlier create has an unknown outcome and must not be repeated.
     *
     * @return the video afterwards: accepted by the upstream, failed, or waiting for another claim
     */
    Uni<Video> submit(Lease lease, Video video) {
        if (video.status() == VideoStatus.SUBMITTING && !upstream.idempotentCreates(video)) {
            return apply(lease, video, new OutcomeUnknown("the gateway stopped during the call"));
        }
        return withImage(video, image -> markSubmitting(lease, video)
                .chain(submitting -> upstream.submit(submitting, image)
                        .map(outcome -> asRetry(video, outcome))
                        .chain(outcome -> apply(lease, submitting, outcome))));
    }

    private Uni<Video> markSubmitting(Lease lease, Video video) {
        return video.status() == VideoStatus.SUBMITTING ? Uni.createFrom().item(video)
                : store.save(lease, video, video.submitting());
    }

    /** Treats a repeated create that was not accepted as outcome unknown, because the first one may have been accepted. */
    private static Submission asRetry(Video video, Submission outcome) {
        return video.status() == VideoStatus.SUBMITTING && outcome instanceof RetryLater refused
                ? new OutcomeUnknown(refused.reason())
                : outcome;
    }

    /** Copies the reference image to a temporary file, and deletes the file when {@code use} ends. */
    private Uni<Video> withImage(Video video, Function<Optional<ReferenceImage>, Uni<Video>> use) {
        if (video.image().isEmpty()) {
            return use.apply(Optional.empty());
        }
        Path file = temp.newFile();
        return contexts.run(() -> images.copy(video.id(), file))
                .chain(() -> use.apply(Optional.of(new ReferenceImage(file, video.image().get()))))
                .eventually(() -> files.delete(file.toString()));
    }

    /**
     * Cancels a video at the upstream that ended before the upstream accepted it. If it is open, another node took it over,
     * and may have repeated the create with the same idempotency key and so follow the same job.
     */
    private Uni<Void> stopUnlessOpen(Lease lease, Video video, Handle handle) {
        VideoLog.withVideo(video.id(), () -> LOG.warnf("The upstream accepted %s as %s after this node lost its lease",
                video.id(), handle.value()));
        return store.status(lease).chain(status -> status.filter(now -> !now.isTerminal()).isPresent()
                ? Uni.createFrom().voidItem()
                : stop(video, handle));
    }

    private Uni<Void> stop(Video video, Handle handle) {
        return upstream.cancel(video, handle)
                .onFailure().invoke(failure -> VideoLog.withVideo(video.id(),
                        () -> LOG.infof("The upstream did not stop %s: %s", video.id(), failure)))
                .onFailure().recoverWithNull();
    }

    private Uni<Video> apply(Lease lease, Video video, Submission outcome) {
        if (outcome instanceof Accepted accepted) {
            return store.save(lease, video, video.accepted(accepted.handle().value()))
                    .onFailure(LeaseLostException.class).call(lost -> stopUnlessOpen(lease, video, accepted.handle()));
        }
        if (outcome instanceof Rejected rejected) {
            return store.save(lease, video, video.failed(rejected.why()));
        }
        if (outcome instanceof RetryLater refused) {
            return store.requeue(lease, video, refused.reason(), refused.delay());
        }
        String reason = ((OutcomeUnknown) outcome).reason();
        if (upstream.idempotentCreates(video)) {
            return store.postpone(lease, video, reason, BEFORE_REPEATING);
        }
        VideoLog.withVideo(video.id(),
                () -> LOG.warnf("Create of %s is not repeated, its outcome is unknown: %s", video.id(), reason));
        return store.abandon(lease, video, new Failure(ErrorCode.UPSTREAM_ERROR,
                "The outcome of the create is unknown (%s): the upstream may have accepted it, so it is not repeated"
                        .formatted(reason))
                .billable());
    }
}
