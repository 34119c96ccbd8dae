package dev.reelay.store;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;

import dev.reelay.database.PipelinedTransaction;
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

    /** Takes the locks of a create and reads all that it needs; see {@code V25__create_counts.sql}. */
    private static final String BEGIN = """
            select begun.*, now() as time from begin_create_2($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) begun""";

    /** Stores the video, and counts the create for the limit per minute. */
    private static final String INSERT = """
            with past as (delete from creation where owner = $2 and created_at < clock_timestamp() - make_interval(secs => $16)),
                counted as (insert into creation (owner, key_id) values ($2, $14))
            insert into video (id, owner, status, prompt, model, size, seconds, provider_options, image_type, image_webp,
                idempotency_key, fingerprint, webhook_url, key_id, cost, deadline_at)
            values ($1, $2, 'SUBMITTED', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $14, $15, $13)""";

    private static final String EXISTING = "select %s from video where id = $1".formatted(VideoRow.COLUMNS);

    private final QueueEstimator queue;
    private final ReferenceImageStore images;
    private final Pool pool;

    VideoCreation(QueueEstimator queue, ReferenceImageStore images, Pool pool) {
        this.queue = queue;
        this.images = images;
        this.pool = pool;
    }

    /**
     * Stores a new video with its reference image, or finds the video of an earlier, equal create (contract 3). Without an
     * image this takes two round trips to the database: one reads, and one stores.
     *
     * @param admission checks the limits before a new video is stored
     * @return fails with {@link ErrorCode#CONFLICT} while another create with the same idempotency key is in progress, and
     *         with {@link ErrorCode#IDEMPOTENCY_MISMATCH} if that key belongs to a create with other parameters
     */
    public Uni<Result> create(CreateVideo create, Admission admission) {
        return PipelinedTransaction.run(pool, transaction -> begin(transaction, create, admission.scope())
                .chain(begun -> begun.existing().isPresent() ? Uni.createFrom().item(begun)
                        : store(transaction, create, begun, admission).replaceWith(begun)))
                .chain(begun -> begun.existing().map(id -> existing(id, create, admission))
                        .orElseGet(() -> Uni.createFrom().item(new Result(begun.video(), false))));
    }

    private static Uni<Begun> begin(PipelinedTransaction transaction, CreateVideo create, Scope scope) {
        return transaction.connection().preparedQuery(BEGIN).execute(Tuple.from(Arrays.asList(create.owner(),
                create.idempotencyKey().orElse(""), Buffer.buffer(create.fingerprint().sha256()), create.repetition(),
                Sql.seconds(create.idempotencyKey().isPresent() ? KEY_LIFETIME : REPETITION_LIFETIME),
                create.keyId().orElse(""), scope.createsPerMinute(), scope.createsOfKey(), scope.videosOfKey(),
                Sql.seconds(RATE_WINDOW), scope.budgetPeriod().orElse(""), QueueEstimator.SAMPLES)))
                .map(rows -> new Begun(rows.iterator().next(), create))
                .invoke(Begun::requireFree);
    }

    private Uni<Void> store(PipelinedTransaction transaction, CreateVideo create, Begun begun, Admission admission) {
        admission.admit(begun.usage());
        VideoRow row = begun.row();
        Uni<Void> insert = transaction.connection().preparedQuery(INSERT).execute(Tuple.from(Arrays.asList(row.id, row.owner,
                row.prompt, row.model, row.size, row.seconds, row.providerOptions,
                Optional.ofNullable(row.imageType).map(Enum::name).orElse(null), row.imageWebp, row.idempotencyKey,
                Buffer.buffer(row.fingerprint), row.webhookUrl,
                Optional.ofNullable(row.deadlineAt).map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null), row.keyId, row.cost,
                Sql.seconds(RATE_WINDOW)))).replaceWithVoid();
        return create.image()
                .map(image -> insert.chain(() -> images.store(transaction.connection(), row.id, image.file()))
                        .chain(() -> transaction.commitAfter(Uni.createFrom().voidItem())))
                .orElseGet(() -> transaction.commitAfter(insert));
    }

    /** If another request deletes the video meanwhile, this stores a new one: the idempotency key no longer finds a video. */
    private Uni<Result> existing(String id, CreateVideo create, Admission admission) {
        return pool.preparedQuery(EXISTING).execute(Tuple.of(id))
                .map(rows -> Sql.stream(rows).map(VideoRow::of).findFirst())
                .chain(found -> found.map(row -> same(row, create)).orElseGet(() -> create(create, admission)));
    }

    private Uni<Result> same(VideoRow row, CreateVideo create) {
        if (!new Fingerprint(row.fingerprint).equals(create.fingerprint())) {
            throw new ReelayException(ErrorCode.IDEMPOTENCY_MISMATCH,
                    "This Idempotency-Key was used for a create with other parameters");
        }
        return queue.withPosition(row).map(video -> new Result(video, true));
    }

    /** A row of {@code begin_create_2}, and the row of the video that is stored unless there is an earlier one. */
    private record Begun(Row begun, VideoRow row) {
        Begun(Row begun, CreateVideo create) {
            this(begun, VideoRow.of(VideoId.random(), create, begun.getOffsetDateTime("time").toInstant()));
        }

        void requireFree() {
            if (begun.getBoolean("in_flight")) {
                throw ReelayException.later(ErrorCode.CONFLICT,
                        "A create with this Idempotency-Key is being taken at this moment", IN_FLIGHT);
            }
        }

        Optional<String> existing() {
            return Optional.ofNullable(begun.getString("existing"));
        }

        CallerUsage usage() {
            return new CallerUsage(begun.getInteger("creates"), age("newest_age"), age("freeing_age"),
                    begun.getInteger("open_videos"),
                    age("oldest_age").flatMap(age -> QueueEstimator.remaining(durations(), age.toMillis())),
                    usd("spent"), usd("reserved"));
        }

        /** Returns the stored video, which waits behind all others. */
        Video video() {
            return row.toVideo().withQueuePosition(
                    new QueuePosition(begun.getInteger("waiting") + 1, QueueEstimator.remaining(durations(), 0)));
        }

        private List<Long> durations() {
            return List.of(begun.getArrayOfLongs("durations"));
        }

        private Optional<Duration> age(String column) {
            return Optional.ofNullable(begun.getLong(column)).map(Duration::ofMillis);
        }

        private BigDecimal usd(String column) {
            return Optional.ofNullable(begun.getBigDecimal(column)).orElse(BigDecimal.ZERO);
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
