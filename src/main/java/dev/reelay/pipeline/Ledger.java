package dev.reelay.pipeline;

import java.time.Duration;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Uni;

import dev.reelay.video.FreshContext;
import dev.reelay.video.Lease;
import dev.reelay.video.LeaseLost;
import dev.reelay.video.Video;
import dev.reelay.video.VideoLeases;

/**
 * The pipeline's reads and writes. What the upstream said was paid for: a write is repeated until the database takes it
 * or the lease is lost, and each change is logged once.
 */
@ApplicationScoped
class Ledger {
    private static final Logger LOG = Logger.getLogger(Ledger.class);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(5);

    private final VideoLeases leases;
    private final FreshContext contexts;

    Ledger(VideoLeases leases, FreshContext contexts) {
        this.leases = leases;
        this.contexts = contexts;
    }

    /** @return the video as stored; fails with {@link LeaseLost} only */
    Uni<Video> save(Lease lease, Video before, Video after) {
        return persistently(() -> leases.save(lease, before, after)).invoke(stored -> log(before, stored));
    }

    /** The video as it is now; fails with {@link LeaseLost} only. */
    Uni<Video> find(Lease lease) {
        return persistently(() -> leases.find(lease));
    }

    /** @return the video, which waits now without a leader for any account */
    Uni<Video> putBack(Lease lease, Video video, String reason, Duration wait) {
        LOG.infof("%s waits for %d s: the upstream did not take it (%s)", video.id(), wait.toSeconds(), reason);
        return persistently(() -> leases.putBack(lease, wait)).replaceWith(video);
    }

    /** @return the video, which waits now without a leader for the account that may have it */
    Uni<Video> postpone(Lease lease, Video video, String reason, Duration wait) {
        LOG.infof("%s is sent again in %d s: the upstream may have taken it (%s)", video.id(), wait.toSeconds(), reason);
        return persistently(() -> leases.postpone(lease, wait)).replaceWith(video);
    }

    Uni<Void> letGo(Lease lease) {
        return persistently(() -> leases.letGo(lease));
    }

    private <T> Uni<T> persistently(Supplier<Uni<T>> step) {
        return contexts.run(step)
                .onFailure(Ledger::mayPass).invoke(failure -> LOG.warnf("A step is repeated: %s", failure.getMessage()))
                .onFailure(Ledger::mayPass).retry().withBackOff(FIRST_RETRY, LAST_RETRY).indefinitely();
    }

    private static boolean mayPass(Throwable failure) {
        return !(failure instanceof LeaseLost);
    }

    private static void log(Video before, Video after) {
        if (before.status() != after.status()) {
            after.failure().ifPresentOrElse(
                    why -> LOG.infof("%s failed: %s (%s)", after.id(), why.message(), why.code()),
                    () -> LOG.infof("%s is %s", after.id(), after.status()));
        }
    }
}
