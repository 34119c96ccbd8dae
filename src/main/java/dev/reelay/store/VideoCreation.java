package dev.reelay.store;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import org.hibernate.reactive.mutiny.Mutiny.Session;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;

import dev.reelay.database.Sql;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.store.CallerUsage.Admission;
import dev.reelay.store.CallerUsage.Scope;
import dev.reelay.video.CreateVideo;
import dev.reelay.video.Fingerprint;
import dev.reelay.video.QueuePosition;
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

    /**
     * Takes the locks of a create and reads all that it needs, in one round trip to the database; see
     * {@code V21__creates.sql}. Hibernate Reactive cannot read an array, so arrays come as text.
     */
    private static final String BEGIN = """
            select in_flight, existing, array_to_string(creates, ' '), open_videos, oldest_age, spent, reserved, waiting,
                array_to_string(durations, ' ') from begin_create(
                :owner, :key, :fingerprint, :repetition, :lifetime, :keyId, :createsOfKey, :videosOfKey, :window, :budgetPeriod,
                :samples)""";
    private static final String EXISTING = "select %s from video where id = :id".formatted(VideoRow.COLUMNS);
    private static final String COUNT_CREATE = """
            with past as (delete from creation where owner = :owner and created_at < clock_timestamp() - make_interval(secs => :window))
            insert into creation (owner, key_id) values (:owner, nullif(:keyId, '')) returning now()""";

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
        return Panache.getSession().chain(session -> begin(session, create, admission.scope())
                .chain(found -> found.existing().map(id -> existing(session, id, create)).orElseGet(() -> {
                    admission.admit(found.usage());
                    return insert(session, create, found.position()).call(() -> admission.admitted(found.usage()));
                })));
    }

    private static Uni<Begun> begin(Session session, CreateVideo create, Scope scope) {
        return session.createNativeQuery(BEGIN, Object[].class)
                .setParameter("owner", create.owner())
                .setParameter("key", create.idempotencyKey().orElse(""))
                .setParameter("fingerprint", create.fingerprint().sha256())
                .setParameter("repetition", create.repetition())
                .setParameter("lifetime", Sql.seconds(create.idempotencyKey().isPresent() ? KEY_LIFETIME : REPETITION_LIFETIME))
                .setParameter("keyId", keyId(create))
                .setParameter("createsOfKey", scope.createsOfKey())
                .setParameter("videosOfKey", scope.videosOfKey())
                .setParameter("window", Sql.seconds(RATE_WINDOW))
                .setParameter("budgetPeriod", scope.budgetPeriod().orElse(""))
                .setParameter("samples", QueueEstimator.SAMPLES)
                .getSingleResult().map(Begun::new)
                .invoke(found -> requireFree(found.isInFlight()));
    }

    private static void requireFree(boolean inFlight) {
        if (inFlight) {
            throw ReelayException.later(ErrorCode.CONFLICT,
                    "A create with this Idempotency-Key is being taken at this moment", IN_FLIGHT);
        }
    }

    private Uni<Result> existing(Session session, String id, CreateVideo create) {
        return session.createNativeQuery(EXISTING, VideoRow.class).setParameter("id", id).getSingleResult()
                .invoke(row -> requireSame(row, create))
                .chain(queue::withPosition)
                .map(video -> new Result(video, true));
    }

    private static void requireSame(VideoRow row, CreateVideo create) {
        if (!new Fingerprint(row.fingerprint).equals(create.fingerprint())) {
            throw new ReelayException(ErrorCode.IDEMPOTENCY_MISMATCH,
                    "This Idempotency-Key was used for a create with other parameters");
        }
    }

    private Uni<Result> insert(Session session, CreateVideo create, QueuePosition position) {
        return session.createNativeQuery(COUNT_CREATE, Instant.class).setParameter("owner", create.owner())
                .setParameter("keyId", keyId(create))
                .setParameter("window", Sql.seconds(RATE_WINDOW)).getSingleResult()
                .chain(now -> VideoRow.of(VideoId.random(), create, now).<VideoRow> persistAndFlush())
                .call(row -> create.image().map(image -> images.store(row.id, image.file()))
                        .orElse(Uni.createFrom().voidItem()))
                .map(row -> new Result(row.toVideo().withQueuePosition(position), false));
    }

    private static String keyId(CreateVideo create) {
        return create.keyId().orElse("");
    }

    /** A row of {@code begin_create}. */
    private record Begun(Object[] columns) {
        boolean isInFlight() {
            return (Boolean) columns[0];
        }

        Optional<String> existing() {
            return Optional.ofNullable((String) columns[1]);
        }

        CallerUsage usage() {
            return new CallerUsage(longs(2).stream().map(Duration::ofMillis).toList(), Math.toIntExact((Long) columns[3]),
                    Optional.ofNullable((Long) columns[4]).flatMap(age -> QueueEstimator.remaining(longs(8), age)),
                    usd(5), usd(6));
        }

        /** The new video waits behind all others. */
        QueuePosition position() {
            return new QueuePosition(Math.toIntExact((Long) columns[7] + 1), QueueEstimator.remaining(longs(8), 0));
        }

        private List<Long> longs(int column) {
            return ((String) columns[column]).lines().flatMap(text -> Stream.of(text.split(" "))).map(Long::valueOf).toList();
        }

        private BigDecimal usd(int column) {
            return Optional.ofNullable((BigDecimal) columns[column]).orElse(BigDecimal.ZERO);
        }
    }

    /**
     * The result of a create.
     *
     * @param replayed true if the video is that of an earlier create, and not a new one
     */
    public record Result(Video video, boolean replayed) {
    }
}
