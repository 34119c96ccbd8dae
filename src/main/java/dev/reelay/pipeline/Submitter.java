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

import dev.reelay.error.ErrorCode;
import dev.reelay.upstream.Submission;
import dev.reelay.upstream.Submission.Accepted;
import dev.reelay.upstream.Submission.Refused;
import dev.reelay.upstream.Submission.Rejected;
import dev.reelay.upstream.Submission.Uncertain;
import dev.reelay.video.Failure;
import dev.reelay.video.Lease;
import dev.reelay.video.ReferenceImage;
import dev.reelay.video.ReferenceImageStore;
import dev.reelay.video.VertxContexts;
import dev.reelay.video.Video;
import dev.reelay.video.VideoLog;
import dev.reelay.video.VideoStatus;

/**
 * Brings a claimed video to the upstream, once. The intent is written down before the call, so that whoever finds the
 * video after a crash knows that the upstream may have it.
 */
@ApplicationScoped
class Submitter {
    private static final Logger LOG = Logger.getLogger(Submitter.class);
    private static final Duration BEFORE_REPEATING = Duration.ofSeconds(2);

    private final RetryingVideoStore ledger;
    private final ReferenceImageStore images;
    private final TracedUpstream upstream;
    private final VertxContexts contexts;
    private final FileSystem files;

    Submitter(RetryingVideoStore ledger, ReferenceImageStore images, TracedUpstream upstream, VertxContexts contexts,
            Vertx vertx) {
        this.ledger = ledger;
        this.images = images;
        this.upstream = upstream;
        this.contexts = contexts;
        this.files = vertx.fileSystem();
    }

    /** @return the video as it then is: taken by the upstream, failed, or waiting for another claim */
    Uni<Video> submit(Lease lease, Video video) {
        if (video.status() == VideoStatus.SUBMITTING && !upstream.idempotentCreates()) {
            return settle(lease, video, new Uncertain("the gateway stopped during the call"));
        }
        return withImage(video, image -> announced(lease, video)
                .chain(submitting -> upstream.submit(submitting, image)
                        .map(outcome -> asRepetition(video, outcome))
                        .chain(outcome -> settle(lease, submitting, outcome))));
    }

    private Uni<Video> announced(Lease lease, Video video) {
        return video.status() == VideoStatus.SUBMITTING ? Uni.createFrom().item(video)
                : ledger.save(lease, video, video.submitting());
    }

    /** A repetition that is refused says nothing of the create before it: that one may still have been taken. */
    private static Submission asRepetition(Video video, Submission outcome) {
        return video.status() == VideoStatus.SUBMITTING && outcome instanceof Refused refused
                ? new Uncertain(refused.reason())
                : outcome;
    }

    /** The image stands in a file for as long as {@code use} takes. */
    private Uni<Video> withImage(Video video, Function<Optional<ReferenceImage>, Uni<Video>> use) {
        if (video.image().isEmpty()) {
            return use.apply(Optional.empty());
        }
        return files.createTempFile("reelay-", ".image").chain(file -> contexts
                .run(() -> images.copy(video.id(), Path.of(file)))
                .chain(() -> use.apply(Optional.of(new ReferenceImage(Path.of(file), video.image().get()))))
                .eventually(() -> files.delete(file)));
    }

    private Uni<Video> settle(Lease lease, Video video, Submission outcome) {
        if (outcome instanceof Accepted accepted) {
            return ledger.save(lease, video, video.accepted(accepted.upstreamId()));
        }
        if (outcome instanceof Rejected rejected) {
            return ledger.save(lease, video, video.failed(rejected.why()));
        }
        if (outcome instanceof Refused refused) {
            return ledger.putBack(lease, video, refused.reason(), refused.delay());
        }
        String reason = ((Uncertain) outcome).reason();
        if (upstream.idempotentCreates()) {
            return ledger.postpone(lease, video, reason, BEFORE_REPEATING);
        }
        VideoLog.about(video.id(),
                () -> LOG.warnf("%s is not sent again: the upstream may have taken it (%s)", video.id(), reason));
        return ledger.save(lease, video, video.failed(new Failure(ErrorCode.UPSTREAM_ERROR,
                "The create broke off (%s): the upstream may have accepted it, so it is not repeated"
                        .formatted(reason))));
    }
}
