package dev.reelay.store;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

import dev.reelay.database.Sql;
import dev.reelay.video.Claim;
import dev.reelay.video.Lease;

/**
 * The leases of nodes on videos: claim, requeue, release. A claim holds as long as its node's row has not expired (see
 * {@link NodeLeases}). All times are the database's.
 */
@ApplicationScoped
public class VideoLeases {
    /**
     * Each part of the union has an index of its own, so that a claim does not read the videos of live nodes, which are nearly
     * all. It finds more than the limit, because other nodes may lock the first ones at the same time.
     */
    private static final String CLAIM = """
            update video set lease_owner = $1, lease_token = lease_token + 1
            where id in (
                select id from video
                where id = any(array(
                        (select id from video where lease_owner is null and account is not null and not_before <= now() and %1$s
                            order by created_at limit 3 * $2)
                        union
                        (select id from video where lease_owner is null and deadline_at <= now() and %1$s
                            order by deadline_at limit 3 * $2)
                        union
                        (select held.id from node, lateral (select id from video where lease_owner = node.id
                                and (account is not null and not_before <= now() or deadline_at <= now()) and %1$s
                                limit 3 * $2) held
                            where lease_until <= now() and node.id <> $1)))
                    and %1$s and (account is not null and not_before <= now() or deadline_at <= now())
                    and not exists (select 1 from node where node.id = lease_owner and (lease_until > now() or id = $1))
                order by created_at limit $2
                for update skip locked)
            returning %2$s, now() as now""".formatted(VideoRow.IS_OPEN, VideoRow.COLUMNS);

    private static final String CLAIM_WAITING = """
            select %s, now() as now from claim_waiting_videos($1, $2, $3, $4, $5, make_interval(secs => $6))"""
            .formatted(VideoRow.COLUMNS);

    private static final String RELEASE_FORGOTTEN = """
            update video set lease_owner = null
            where lease_owner = :node and %s and not exists (
                select 1 from unnest(cast(:ids as text[]), cast(:tokens as bigint[])) held (id, token)
                where held.id = video.id and held.token = lease_token)""".formatted(VideoRow.IS_OPEN);

    /** Raises the token, so that a delayed statement of this lease cannot write to the waiting video. */
    private static final String REQUEUE = """
            update video set status = 'SUBMITTED', not_before = now() + make_interval(secs => :wait), lease_owner = null,
                lease_token = lease_token + 1, account = null, occupied_until = null
            where id = :id and lease_token = :token and status = 'SUBMITTING'""";

    private static final String POSTPONE = """
            update video set not_before = now() + make_interval(secs => :wait), lease_owner = null
            where id = :id and lease_token = :token and status = 'SUBMITTING'""";

    private static final String RELEASE = """
            update video set lease_owner = null where id = :id and lease_token = :token and lease_owner is not null""";

    private final Pool pool;

    VideoLeases(Pool pool) {
        this.pool = pool;
    }

    /**
     * Claims open videos without a live node: those that an account has, and those whose own deadline has passed; oldest
     * first, at most {@code limit}. A node whose lease has expired does not take over
     * its own videos.
     */
    public Uni<List<Claim>> claim(String node, int limit) {
        return claims(CLAIM, Tuple.of(node, limit));
    }

    /**
     * Releases the open videos that a node has claimed without knowing it, because the connection broke during the commit of
     * the claim. No claim of the node may be in flight.
     *
     * @param held the leases that the node knows
     * @return the number of released videos
     */
    @WithTransaction
    public Uni<Integer> releaseForgotten(String node, Collection<Lease> held) {
        return Sql.execute(RELEASE_FORGOTTEN, Map.of("node", node,
                "ids", held.stream().map(lease -> lease.id().value()).toArray(String[]::new),
                "tokens", held.stream().map(Lease::token).toArray(Long[]::new)));
    }

    /**
     * Claims waiting videos for accounts, oldest first, for each as many of its models as it has free slots and permits. Claims
     * none for an account that is paused or in cooldown, so that another account can have them. It is one statement, which is a
     * transaction of its own, because a node claims after each create and each end of a video.
     *
     * @param accounts in the order in which they get videos
     * @param permitWindow the time for which a request counts against its account's limit
     */
    public Uni<List<Claim>> claimWaiting(String node, List<AccountLimits> accounts, Duration permitWindow) {
        return claims(CLAIM_WAITING, Tuple.of(node,
                accounts.stream().map(AccountLimits::account).toArray(String[]::new),
                accounts.stream().map(AccountLimits::requestsPerMinute).toArray(Integer[]::new),
                accounts.stream().map(AccountLimits::concurrentVideos).toArray(Integer[]::new),
                accounts.stream().map(limits -> new JsonArray(List.copyOf(limits.models())).encode()).toArray(String[]::new),
                Sql.seconds(permitWindow)));
    }

    private Uni<List<Claim>> claims(String sql, Tuple parameters) {
        return pool.preparedQuery(sql).execute(parameters).map(rows -> Sql.stream(rows)
                .map(row -> VideoRow.of(row).toClaim(row.getOffsetDateTime("now").toInstant())).toList());
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
     * The limits of an account at the upstream, over all nodes, and the models that it offers.
     *
     * @param requestsPerMinute 0 for no limit
     * @param concurrentVideos the limit of videos at once
     * @param models videos of other models wait for other accounts
     */
    public record AccountLimits(String account, int requestsPerMinute, int concurrentVideos, Set<String> models) {
    }
}
