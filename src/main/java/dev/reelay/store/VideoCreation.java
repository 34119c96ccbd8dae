package dev.reelay.store;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.hibernate.reactive.mutiny.Mutiny.Session;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;

import dev.reelay.database.LockSpace;
import dev.reelay.database.Sql;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.store.CallerUsage.Admission;
import dev.reelay.store.CallerUsage.Scope;
import dev.reelay.video.CreateVideo;
import dev.reelay.video.Fingerprint;
import dev.reelay.video.Video;
import dev.reelay.video.VideoId;

/**
 * Stores new videos. A lock serializes the creates of one owner over all nodes. Two creates therefore cannot take the same
 * last slot, and two with the same idempotency key cannot become two videos.
 */
@ApplicationScoped
public class VideoCreation {
    /** The {@code Retry-After} while another create with the same idempotency key is in progress. */
    private static final Duration IN_FLIGHT = Duration.ofSeconds(1);
    /** The time for which an idempotency key finds its video. */
    private static final Duration KEY_LIFETIME = Duration.ofHours(24);
    /** The time for which a create that an SDK repeats, without an idempotency key, finds its video. */
    private static final Duration REPETITION_LIFETIME = Duration.ofMinutes(5);
    /** The window of the limit on creates of one owner. */
    private static final Duration RATE_WINDOW = Duration.ofMinutes(1);

    /** Takes an advisory lock of PostgreSQL, which all nodes share, until the end of the transaction. */
    private static final String LOCK_OWNER = "select cast(pg_advisory_xact_lock(%s) as text)"
            .formatted(LockSpace.OWNER_CREATES.key(":owner"));
    private static final String TRY_LOCK_KEY = "select cast(pg_try_advisory_xact_lock(%s) as text)"
            .formatted(LockSpace.IDEMPOTENCY_KEY.key(":owner || chr(10) || :key"));

    private static final String BY_KEY = """
            select %s from video where owner = :owner and idempotency_key = :key
                and created_at > now() - make_interval(secs => :lifetime) order by created_at desc limit 1"""
            .formatted(VideoRow.COLUMNS);
    private static final String BY_FINGERPRINT = """
            select %s from video where owner = :owner and fingerprint = :fingerprint
                and created_at > now() - make_interval(secs => :lifetime) order by created_at desc limit 1"""
            .formatted(VideoRow.COLUMNS);

    private static final String CREATES = """
            select cast(extract(epoch from clock_timestamp() - created_at) * 1000 as bigint) from creation
            where owner = :owner and created_at > clock_timestamp() - make_interval(secs => :window)
                and (key_id = :key or not :ofKey) order by created_at desc""";
    private static final String OPEN = """
            select id from video where owner = :owner and %s and (key_id = :key or not :ofKey) order by created_at"""
            .formatted(VideoRow.IS_OPEN);
    private static final String MONEY = """
            select spent, reserved from key_spending(:key, :period)""";
    private static final String COUNT_CREATE = """
            with past as (delete from creation where owner = :owner and created_at < clock_timestamp() - make_interval(secs => :window))
            insert into creation (owner, key_id) values (:owner, nullif(:key, '')) returning now()""";

    private final QueueEstimator queue;
    private final ReferenceImageStore images;

    VideoCreation(QueueEstimator queue, ReferenceImageStore images) {
        this.queue = queue;
        this.images = images;
    }

    /**
     * Stores a new video with its reference image, or finds the video of an earlier, equal create (contract 3).
     *
     * @param admission checks the limits before a new video is stored, and learns of it afterwards
     * @return fails with {@link ErrorCode#CONFLICT} while another create with the same idempotency key is in progress, and
     *         with {@link ErrorCode#IDEMPOTENCY_MISMATCH} if that key belongs to a create with other parameters
     */
    @WithTransaction
    public Uni<Result> create(CreateVideo create, Admission admission) {
        return Panache.getSession().chain(session -> lockOwner(session, create)
                .chain(() -> findExisting(session, create))
                .chain(found -> found.map(row -> queue.withPosition(row).map(video -> new Result(video, true)))
                        .orElseGet(() -> usage(session, create, admission.scope()).invoke(admission::admit)
                                .chain(usage -> insert(session, create).call(() -> admission.admitted(usage))))));
    }

    private static Uni<Void> lockOwner(Session session, CreateVideo create) {
        Uni<Void> keyIsFree = create.idempotencyKey().isEmpty() ? Uni.createFrom().voidItem()
                : session.createNativeQuery(TRY_LOCK_KEY, String.class).setParameter("owner", create.owner())
                        .setParameter("key", create.idempotencyKey().get()).getSingleResult()
                        .invoke(VideoCreation::requireFree).replaceWithVoid();
        return keyIsFree.chain(() -> session.createNativeQuery(LOCK_OWNER, String.class)
                .setParameter("owner", create.owner()).getSingleResult()).replaceWithVoid();
    }

    private static void requireFree(String locked) {
        if (!Boolean.parseBoolean(locked)) {
            throw ReelayException.later(ErrorCode.CONFLICT,
                    "A create with this Idempotency-Key is being taken at this moment", IN_FLIGHT);
        }
    }

    private static Uni<Optional<VideoRow>> findExisting(Session session, CreateVideo create) {
        if (create.idempotencyKey().isPresent()) {
            return session.createNativeQuery(BY_KEY, VideoRow.class).setParameter("owner", create.owner())
                    .setParameter("key", create.idempotencyKey().get())
                    .setParameter("lifetime", Sql.seconds(KEY_LIFETIME)).getSingleResultOrNull()
                    .map(Optional::ofNullable)
                    .invoke(found -> found.ifPresent(row -> requireSame(row, create)));
        }
        if (create.repetition()) {
            return session.createNativeQuery(BY_FINGERPRINT, VideoRow.class).setParameter("owner", create.owner())
                    .setParameter("fingerprint", create.fingerprint().sha256())
                    .setParameter("lifetime", Sql.seconds(REPETITION_LIFETIME)).getSingleResultOrNull()
                    .map(Optional::ofNullable);
        }
        return Uni.createFrom().item(Optional.empty());
    }

    private static void requireSame(VideoRow row, CreateVideo create) {
        if (!new Fingerprint(row.fingerprint).equals(create.fingerprint())) {
            throw new ReelayException(ErrorCode.IDEMPOTENCY_MISMATCH,
                    "This Idempotency-Key was used for a create with other parameters");
        }
    }

    private static Uni<CallerUsage> usage(Session session, CreateVideo create, Scope scope) {
        return session.createNativeQuery(CREATES, Long.class).setParameter("owner", create.owner())
                .setParameter("key", key(create)).setParameter("ofKey", scope.createsOfKey())
                .setParameter("window", Sql.seconds(RATE_WINDOW)).getResultList()
                .chain(ages -> session.createNativeQuery(OPEN, String.class).setParameter("owner", create.owner())
                        .setParameter("key", key(create)).setParameter("ofKey", scope.videosOfKey()).getResultList()
                        .chain(open -> untilNextEnd(session, open).chain(end -> money(session, create, scope)
                                .map(money -> new CallerUsage(ages.stream().map(Duration::ofMillis).toList(), open.size(), end,
                                        (BigDecimal) money[0], (BigDecimal) money[1])))));
    }

    private static Uni<Object[]> money(Session session, CreateVideo create, Scope scope) {
        return scope.budgetPeriod().map(period -> session.createNativeQuery(MONEY, Object[].class)
                .setParameter("key", key(create)).setParameter("period", period)
                .getSingleResult())
                .orElseGet(() -> Uni.createFrom().item(new Object[] { BigDecimal.ZERO, BigDecimal.ZERO }));
    }

    private static String key(CreateVideo create) {
        return create.keyId().orElse("");
    }

    private static Uni<Optional<Duration>> untilNextEnd(Session session, List<String> open) {
        return open.isEmpty() ? Uni.createFrom().item(Optional.empty())
                : QueueEstimator.untilCompletion(session, open.get(0));
    }

    private Uni<Result> insert(Session session, CreateVideo create) {
        return session.createNativeQuery(COUNT_CREATE, Instant.class).setParameter("owner", create.owner())
                .setParameter("key", key(create))
                .setParameter("window", Sql.seconds(RATE_WINDOW)).getSingleResult()
                .map(now -> VideoRow.of(VideoId.random(), create, now))
                .chain(row -> row.<VideoRow> persistAndFlush())
                .call(row -> create.image().map(image -> images.store(row.id, image.file()))
                        .orElse(Uni.createFrom().voidItem()))
                .chain(queue::withPosition)
                .map(video -> new Result(video, false));
    }

    /**
     * The result of a create.
     *
     * @param replayed true if the video is that of an earlier create, and not a new one
     */
    public record Result(Video video, boolean replayed) {
    }
}
