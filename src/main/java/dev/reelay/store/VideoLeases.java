package dev.reelay.store;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import org.hibernate.reactive.mutiny.Mutiny.Session;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;

import dev.reelay.database.Sql;
import dev.reelay.video.Claim;
import dev.reelay.video.Failure;
import dev.reelay.video.Lease;
import dev.reelay.video.LeaseLostException;
import dev.reelay.video.Video;

/**
 * The leases of nodes on videos, and the writes that require a lease. A node renews one row in the table {@code node}; its
 * claims hold as long as that row has not expired. All times are the database's.
 */
@ApplicationScoped
public class VideoLeases {
    private static final String CLAIM = """
            update video set lease_owner = :node, lease_token = lease_token + 1
            where id in (
                select id from video
                where status not in ('COMPLETED', 'FAILED')
                    and (account is not null and not_before <= now() or deadline_at <= now())
                    and not exists (select 1 from node where node.id = lease_owner and (lease_until > now() or id = :node))
                order by created_at limit :limit
                for update skip locked)
            returning %s""".formatted(VideoRow.COLUMNS);

    /** Locks the account until the end of the transaction, so that only one node assigns videos to it. */
    private static final String LOCK_ACCOUNT = """
            select name from upstream_account
            where name = :account and greatest(paused_until, set_aside_until) <= now() for update""";

    /** Selects the free slots of the account; with a limit on requests, at most the number of free permits. */
    private static final String SELECT_FREE_SLOTS = """
            select least(:concurrent - count(*), case when :perMinute = 0 then :concurrent
                else :perMinute - count(*) filter (where status = 'SUBMITTED') - (select count(*) from upstream_request
                    where account = :account and sent_at > clock_timestamp() - interval '61 seconds') end)
            from video where account = :account
                and (status not in ('COMPLETED', 'FAILED') or occupied_until > now())""";

    private static final String CLAIM_WAITING = """
            update video set lease_owner = :node, lease_token = lease_token + 1, account = :account
            where id in (
                select id from video
                where status = 'SUBMITTED' and account is null and not_before <= now() and model = any(:models)
                order by created_at limit :limit
                for update skip locked)
            returning %s""".formatted(VideoRow.COLUMNS);

    private static final String FIND = """
            select %s from video where id = :id and lease_token = :token""".formatted(VideoRow.COLUMNS);

    private static final String SAVE = """
            update video set version = :version, status = :status, progress = :progress, upstream_id = :handle, content_url = :contentUrl,
                error_code = :errorCode, error_message = :errorMessage, upstream_request_id = :requestId,
                accepted_at = case when :status = 'IN_PROGRESS' then coalesce(accepted_at, now()) else accepted_at end,
                completed_at = case when :status = 'COMPLETED' then now() end,
                expires_at = to_timestamp(:expiresAt),
                archive_due = case when :status = 'COMPLETED' then now() end,
                lease_owner = case when :terminal then null else lease_owner end,
                occupied_until = case when :abandoned then now() + interval '10 minutes' end
            where id = :id and lease_token = :token and status = :statusBefore
            returning %s"""
            .formatted(VideoRow.COLUMNS);

    private static final String REQUEUE = """
            update video set status = 'SUBMITTED', not_before = now() + make_interval(secs => :wait), lease_owner = null,
                account = null
            where id = :id and lease_token = :token and status = 'SUBMITTING'""";

    private static final String POSTPONE = """
            update video set not_before = now() + make_interval(secs => :wait), lease_owner = null
            where id = :id and lease_token = :token and status = 'SUBMITTING'""";

    private static final String RELEASE = """
            update video set lease_owner = null where id = :id and lease_token = :token and lease_owner is not null""";

    private static final String PRUNE = """
            delete from video where id = any(array(
                select id from video
                where status in ('COMPLETED', 'FAILED') and created_at < now() - make_interval(secs => :age)
                order by created_at limit 1000))""";

    private static final String RENEW = """
            with forgotten as (delete from node where lease_until < now() - interval '1 hour')
            insert into node (id, lease_until) values (:node, now() + make_interval(secs => :seconds))
            on conflict (id) do update set lease_until = excluded.lease_until""";

    private final ReferenceImageStore images;
    private final StepListeners listeners;

    VideoLeases(ReferenceImageStore images, StepListeners listeners) {
        this.images = images;
        this.listeners = listeners;
    }

    /**
     * Claims open videos without a live node: those that an account has, and those whose own deadline has passed; oldest
     * first, at most {@code limit}. A node whose lease has expired does not take over its own videos.
     */
    @WithTransaction
    public Uni<List<Claim>> claim(String node, int limit) {
        return Panache.getSession().chain(session -> session.createNativeQuery(CLAIM, VideoRow.class)
                .setParameter("node", node).setParameter("limit", limit).getResultList()
                .chain(rows -> claims(session, rows)));
    }

    /**
     * Claims waiting videos for an account, oldest first, as many as it has free slots and permits. Claims none while the
     * account is paused or in cooldown, so that another account can have them.
     *
     * @param concurrent the limit of videos at once of the account, over all nodes
     * @param perMinute the limit of requests per minute of the account; 0 for none
     * @param models names of the models that the account offers; videos of other models wait for other accounts
     */
    @WithTransaction
    public Uni<List<Claim>> claimWaiting(String node, String account, int concurrent, int perMinute, Set<String> models) {
        return Panache.getSession().chain(session -> session
                .createNativeQuery("insert into upstream_account (name) values (:account) on conflict do nothing")
                .setParameter("account", account).executeUpdate()
                .chain(() -> session.createNativeQuery(LOCK_ACCOUNT, String.class).setParameter("account", account)
                        .getSingleResultOrNull())
                .chain(usable -> usable == null ? Uni.createFrom().item(List.of())
                        : session.createNativeQuery(SELECT_FREE_SLOTS, Long.class).setParameter("account", account)
                                .setParameter("concurrent", concurrent).setParameter("perMinute", perMinute).getSingleResult()
                                .chain(room -> claimWaiting(session, node, account, models, room.intValue()))));
    }

    private static Uni<List<Claim>> claimWaiting(Session session, String node, String account, Set<String> models,
            int room) {
        return room <= 0 ? Uni.createFrom().item(List.of())
                : session.createNativeQuery(CLAIM_WAITING, VideoRow.class).setParameter("node", node)
                        .setParameter("account", account).setParameter("models", models.toArray(String[]::new))
                        .setParameter("limit", room).getResultList()
                        .chain(rows -> claims(session, rows));
    }

    private static Uni<List<Claim>> claims(Session session, List<VideoRow> rows) {
        return rows.isEmpty() ? Uni.createFrom().item(List.of())
                : now(session).map(now -> rows.stream().map(row -> row.toClaim(now)).toList());
    }

    /**
     * Stores the step from {@code before} to {@code after} with a compare-and-set on lease token and status. Deletes the
     * reference image once the upstream accepted the video or the video is terminal.
     *
     * @return the video as stored; fails with {@link LeaseLostException} if the token or the status has changed
     */
    @WithTransaction
    public Uni<Video> save(Lease lease, Video before, Video after) {
        return Panache.getSession().chain(session -> session.createNativeQuery(SAVE, VideoRow.class)
                .setParameter("id", lease.id().value())
                .setParameter("token", lease.token())
                .setParameter("statusBefore", before.status().name())
                .setParameter("version", after.version())
                .setParameter("status", after.status().name())
                .setParameter("terminal", after.isTerminal())
                .setParameter("abandoned", after.failure().filter(Failure::isLocal).isPresent())
                .setParameter("progress", after.progress())
                .setParameter("handle", after.job().handle().orElse(null))
                .setParameter("contentUrl", after.job().contentUrl().map(URI::toString).orElse(null))
                .setParameter("expiresAt", after.job().contentExpiry().map(end -> (double) end.getEpochSecond()).orElse(null))
                .setParameter("errorCode", after.failure().map(Failure::code).orElse(null))
                .setParameter("errorMessage", after.failure().map(Failure::message).orElse(null))
                .setParameter("requestId", after.failure().flatMap(Failure::upstreamRequestId).orElse(null))
                .getSingleResultOrNull()
                .onItem().ifNull().failWith(() -> new LeaseLostException(lease.id()))
                .call(row -> before.status() == row.status ? Uni.createFrom().voidItem() : listeners.onStep(session, row)))
                .call(row -> imageIsDone(before, after) ? images.delete(row.id) : Uni.createFrom().voidItem())
                .map(VideoRow::toVideo);
    }

    /** Returns the current video; fails with {@link LeaseLostException} if the lease is lost. */
    @WithSession
    public Uni<Video> find(Lease lease) {
        return Panache.getSession().chain(session -> session.createNativeQuery(FIND, VideoRow.class)
                .setParameter("id", lease.id().value()).setParameter("token", lease.token()).getSingleResultOrNull())
                .onItem().ifNull().failWith(() -> new LeaseLostException(lease.id()))
                .map(VideoRow::toVideo);
    }

    /** Requeues a video that the upstream surely did not accept, for any account; no claim takes it before {@code wait}. */
    @WithTransaction
    public Uni<Void> requeue(Lease lease, Duration wait) {
        return Sql.execute(REQUEUE, Map.of("id", lease.id().value(), "token", lease.token(), "wait", Sql.seconds(wait)))
                .replaceWithVoid();
    }

    /** Releases a video that the upstream may have accepted. It keeps its account; no claim takes it before {@code wait}. */
    @WithTransaction
    public Uni<Void> postpone(Lease lease, Duration wait) {
        return Sql.execute(POSTPONE, Map.of("id", lease.id().value(), "token", lease.token(), "wait", Sql.seconds(wait)))
                .replaceWithVoid();
    }

    /** Releases the lease of a video in any status; does nothing if the lease is lost. */
    @WithTransaction
    public Uni<Void> release(Lease lease) {
        return Sql.execute(RELEASE, Map.of("id", lease.id().value(), "token", lease.token())).replaceWithVoid();
    }

    /**
     * Deletes terminal videos whose create is older than {@code age}, at most 1000 a call.
     *
     * @return the number of deleted videos
     */
    @WithTransaction
    public Uni<Integer> prune(Duration age) {
        return Sql.execute(PRUNE, Map.of("age", Sql.seconds(age)));
    }

    /** Renews the lease of a node: no other node claims its videos until {@code validity} from now. */
    @WithTransaction
    public Uni<Void> renew(String node, Duration validity) {
        return Sql.execute(RENEW, Map.of("node", node, "seconds", Sql.seconds(validity))).replaceWithVoid();
    }

    /** Ends the lease of a node, so that other nodes can claim its videos at once. */
    @WithTransaction
    public Uni<Void> release(String node) {
        return Sql.execute("delete from node where id = :node", Map.of("node", node)).replaceWithVoid();
    }

    static Uni<Instant> now(Session session) {
        return session.createNativeQuery("select now()", Instant.class).getSingleResult();
    }

    private static boolean imageIsDone(Video before, Video after) {
        return before.image().isPresent()
                && (after.isTerminal() || before.job().handle().isEmpty() && after.job().handle().isPresent());
    }
}
