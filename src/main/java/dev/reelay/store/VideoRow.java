package dev.reelay.store;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

import org.jspecify.annotations.Nullable;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.vertx.mutiny.sqlclient.Row;

import dev.reelay.video.ArchivedCopy;
import dev.reelay.video.Claim;
import dev.reelay.video.Cost;
import dev.reelay.video.CreateVideo;
import dev.reelay.video.Failure;
import dev.reelay.video.ImageType;
import dev.reelay.video.Lease;
import dev.reelay.video.Progress;
import dev.reelay.video.Video;
import dev.reelay.video.Video.Times;
import dev.reelay.video.Video.UpstreamJob;
import dev.reelay.video.VideoId;
import dev.reelay.video.VideoSpec;
import dev.reelay.video.VideoStatus;

/** A row of the table {@code video}; see {@code V1__videos.sql}. All times are those of the database. */
@Entity
@Table(name = "video")
class VideoRow extends PanacheEntityBase {
    /** The columns that {@link #of(Row)} reads. */
    static final String COLUMNS = """
            id, owner, version, status, progress, progress_estimated, prompt, model, size, seconds, image_type, image_webp, created_at, accepted_at,
            completed_at, error_code, error_message, upstream_request_id, upstream_id, content_url, lease_owner, lease_token,
            idempotency_key, fingerprint, deadline_at, account, position, expires_at, archived_at, archived_bytes,
            provider_options, webhook_url, key_id, cost, cost_uncertain, charge, may_be_billed""";

    /** The SQL condition of videos that are not terminal; the partial indexes have the same one. */
    static final String IS_OPEN = "status not in ('COMPLETED', 'FAILED')";

    @Id
    String id;
    String owner;
    long version = 1;
    @Enumerated(EnumType.STRING)
    VideoStatus status = VideoStatus.SUBMITTED;
    int progress;
    boolean progressEstimated;
    String prompt;
    String model;
    String size;
    String seconds;
    @Enumerated(EnumType.STRING)
    @Nullable
    ImageType imageType;
    boolean imageWebp;
    Instant createdAt;
    @Nullable
    Instant acceptedAt;
    @Nullable
    Instant completedAt;
    @Nullable
    String errorCode;
    @Nullable
    String errorMessage;
    @Nullable
    String upstreamRequestId;
    @Nullable
    String upstreamId;
    @Nullable
    String contentUrl;
    @Nullable
    String account;
    @Nullable
    String leaseOwner;
    long leaseToken;
    @Nullable
    String idempotencyKey;
    byte[] fingerprint;
    @Nullable
    Instant deadlineAt;
    long position;
    @Nullable
    Instant expiresAt;
    @Nullable
    Instant archivedAt;
    @Nullable
    Long archivedBytes;
    @Nullable
    String providerOptions;
    @Nullable
    String webhookUrl;
    @Nullable
    String keyId;
    @Nullable
    BigDecimal cost;
    @Nullable
    BigDecimal costUncertain;
    @Nullable
    BigDecimal charge;
    boolean mayBeBilled;

    /**
     * Returns the row of a statement of the plain client that returns {@link #COLUMNS}. The most frequent reads use that
     * client,
     * because it takes less processor time than a session of Hibernate.
     */
    static VideoRow of(Row columns) {
        VideoRow row = new VideoRow();
        row.id = columns.getString("id");
        row.owner = columns.getString("owner");
        row.version = columns.getLong("version");
        row.status = VideoStatus.valueOf(columns.getString("status"));
        row.progress = columns.getInteger("progress");
        row.progressEstimated = columns.getBoolean("progress_estimated");
        row.prompt = columns.getString("prompt");
        row.model = columns.getString("model");
        row.size = columns.getString("size");
        row.seconds = columns.getString("seconds");
        row.imageType = Optional.ofNullable(columns.getString("image_type")).map(ImageType::valueOf).orElse(null);
        row.imageWebp = columns.getBoolean("image_webp");
        row.createdAt = columns.getOffsetDateTime("created_at").toInstant();
        row.acceptedAt = instant(columns, "accepted_at");
        row.completedAt = instant(columns, "completed_at");
        row.errorCode = columns.getString("error_code");
        row.errorMessage = columns.getString("error_message");
        row.upstreamRequestId = columns.getString("upstream_request_id");
        row.upstreamId = columns.getString("upstream_id");
        row.contentUrl = columns.getString("content_url");
        row.account = columns.getString("account");
        row.leaseOwner = columns.getString("lease_owner");
        row.leaseToken = columns.getLong("lease_token");
        row.idempotencyKey = columns.getString("idempotency_key");
        row.fingerprint = columns.getBuffer("fingerprint").getBytes();
        row.deadlineAt = instant(columns, "deadline_at");
        row.position = columns.getLong("position");
        row.expiresAt = instant(columns, "expires_at");
        row.archivedAt = instant(columns, "archived_at");
        row.archivedBytes = columns.getLong("archived_bytes");
        row.providerOptions = columns.getString("provider_options");
        row.webhookUrl = columns.getString("webhook_url");
        row.keyId = columns.getString("key_id");
        row.cost = columns.getBigDecimal("cost");
        row.costUncertain = columns.getBigDecimal("cost_uncertain");
        row.charge = columns.getBigDecimal("charge");
        row.mayBeBilled = columns.getBoolean("may_be_billed");
        return row;
    }

    /** Returns the instant of a column, or null. */
    static @Nullable Instant instant(Row columns, String name) {
        return Optional.ofNullable(columns.getOffsetDateTime(name)).map(OffsetDateTime::toInstant).orElse(null);
    }

    /** Returns the row of a new video; {@code now} is the time of its transaction in the database. */
    static VideoRow of(VideoId id, CreateVideo create, Instant now) {
        VideoRow row = new VideoRow();
        row.id = id.value();
        row.owner = create.owner();
        row.prompt = create.spec().prompt();
        row.model = create.spec().model();
        row.size = create.spec().size();
        row.seconds = create.spec().seconds();
        row.providerOptions = create.spec().options().orElse(null);
        row.imageWebp = create.image().filter(image -> image.type() == ImageType.WEBP).isPresent();
        // A node of the former version cannot read a row with the type WEBP.
        row.imageType = create.image().map(image -> row.imageWebp ? ImageType.PNG : image.type()).orElse(null);
        row.idempotencyKey = create.idempotencyKey().orElse(null);
        row.fingerprint = create.fingerprint().sha256();
        row.webhookUrl = create.webhookUrl().orElse(null);
        row.keyId = create.keyId().orElse(null);
        row.cost = create.price().orElse(null);
        row.createdAt = now;
        row.deadlineAt = create.deadline().map(now::plus).orElse(null);
        return row;
    }

    Video toVideo() {
        return new Video(new VideoId(id), owner, version, status, new Progress(progress, progressEstimated),
                new VideoSpec(prompt, model, size, seconds, Optional.ofNullable(providerOptions)),
                Optional.ofNullable(imageType).map(type -> imageWebp ? ImageType.WEBP : type),
                new Times(createdAt, Optional.ofNullable(completedAt)), failure(), job(),
                archived(),
                new Cost(Optional.ofNullable(cost), Optional.ofNullable(costUncertain), Optional.ofNullable(charge)),
                Optional.ofNullable(webhookUrl), Optional.empty());
    }

    private UpstreamJob job() {
        return new UpstreamJob(Optional.ofNullable(account), Optional.ofNullable(upstreamId),
                Optional.ofNullable(contentUrl).map(URI::create), Optional.ofNullable(expiresAt));
    }

    Claim toClaim(Instant now) {
        Duration sinceAccepted = acceptedAt == null ? Duration.ZERO : Duration.between(acceptedAt, now);
        return new Claim(new Lease(new VideoId(id), leaseToken), toVideo(), sinceAccepted,
                Optional.ofNullable(deadlineAt).map(end -> Duration.between(now, end)));
    }

    private Optional<ArchivedCopy> archived() {
        return archivedAt == null || archivedBytes == null ? Optional.empty()
                : Optional.of(new ArchivedCopy(archivedAt, archivedBytes));
    }

    private Optional<Failure> failure() {
        return Optional.ofNullable(errorCode).map(code -> new Failure(code, String.valueOf(errorMessage),
                Optional.ofNullable(upstreamRequestId), mayBeBilled));
    }
}
