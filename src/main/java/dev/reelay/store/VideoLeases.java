package dev.reelay.store;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import org.hibernate.reactive.mutiny.Mutiny.Session;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

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
            update video set lease_owner = :node, lease_token = lease_token + 1
            where id in (
                select id from video
                where id = any(array(
                        (select id from video where lease_owner is null and account is not null and not_before <= now() and %1$s
                            order by created_at limit 3 * :limit)
                        union
                        (select id from video where lease_owner is null and deadline_at <= now() and %1$s
                            order by deadline_at limit 3 * :limit)
                        union
                        (select held.id from node, lateral (select id from video where lease_owner = node.id
                                and (account is not null and not_before <= now() or deadline_at <= now()) and %1$s
                                limit 3 * :limit) held
                            where lease_until <= now() and node.id <> :node)))
                    and %1$s and (account is not null and not_before <= now() or deadline_at <= now())
                    and not exists (select 1 from node where node.id = lease_owner and (lease_until > now() or id = :node))
                order by created_at limit :limit
                for update skip locked)
            returning %2$s, now() as now""".formatted(VideoRow.IS_OPEN, VideoRow.COLUMNS);

    /** Inserts in one order on all nodes, because two inserts of new names in other orders would wait for each other. */
    private static final String ADD_ACCOUNTS = """
            insert into upstream_account (name)
            select name from unnest(cast(:names as text[])) name order by name on conflict do nothing""";

    /** Locks the accounts until the end of the transaction, so that only one node assigns videos to them. */
    private static final String LOCK_ACCOUNTS = """
            select name from upstream_account where name = any(cast(:names as text[])) order by name for update""";

    /** Selects the free slots of each usable account; with a limit on requests, at most the number of free permits. */
    private static final String SELECT_FREE_SLOTS = """
            select load.name, cast(least(concurrent - load.videos, case when per_minute = 0 then concurrent
                else per_minute - load.unsent - load.requests end) as integer)
            from account_load(cast(:names as text[]), make_interval(secs => :permitWindow)) load
                join unnest(cast(:names as text[]), cast(:perMinute as integer[]), cast(:concurrent as integer[]))
                    with ordinality as limits (account, per_minute, concurrent, rank) on account = load.name
            where load.paused_until <= clock_timestamp() and load.cooldown_until <= clock_timestamp() order by rank""";

    private static final String CLAIM_WAITING = """
            update video set lease_owner = :node, lease_token = lease_token + 1, account = :account
            where id in (
                select id from video
                where status = 'SUBMITTED' and account is null and id = any(array(
                    select waiting.id from waiting_videos(cast(:models as text[]), :limit) waiting
                    order by waiting.created_at limit :limit))
                for update skip locked)
            returning %s, now() as now""".formatted(VideoRow.COLUMNS);

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

    /**
     * Claims open videos without a live node: those that an account has, and those whose own deadline has passed; oldest
     * first, at most {@code limit}. A node whose lease has expired does not take over
     * its own videos.
     */
    @WithTransaction
    public Uni<List<Claim>> claim(String node, int limit) {
        return Panache.getSession().chain(session -> session.createNativeQuery(CLAIM, VideoRow.withNow(session))
                .setParameter("node", node).setParameter("limit", limit).getResultList())
                .map(VideoLeases::claims);
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
     * none for an account that is paused or in cooldown, so that another account can have them.
     *
     * @param accounts in the order in which they get videos
     * @param permitWindow the time for which a request counts against its account's limit
     */
    @WithTransaction
    public Uni<List<Claim>> claimWaiting(String node, List<AccountLimits> accounts, Duration permitWindow) {
        String[] names = accounts.stream().map(AccountLimits::account).toArray(String[]::new);
        Map<String, String[]> models = accounts.stream()
                .collect(Collectors.toMap(AccountLimits::account, limits -> limits.models().toArray(String[]::new)));
        return Panache.getSession().chain(session -> Sql.execute(ADD_ACCOUNTS, Map.of("names", names))
                .chain(() -> session.createNativeQuery(LOCK_ACCOUNTS, String.class).setParameter("names", names)
                        .getResultList())
                .chain(() -> session.createNativeQuery(SELECT_FREE_SLOTS, Object[].class).setParameter("names", names)
                        .setParameter("perMinute", limits(accounts, AccountLimits::requestsPerMinute))
                        .setParameter("concurrent", limits(accounts, AccountLimits::concurrentVideos))
                        .setParameter("permitWindow", Sql.seconds(permitWindow)).getResultList())
                .onItem().transformToMulti(Multi.createFrom()::iterable)
                .onItem().transformToUniAndConcatenate(
                        free -> claimWaiting(session, node, (String) free[0],
                                Objects.requireNonNull(models.get((String) free[0])), (Integer) free[1]))
                .onItem().<Claim> disjoint().collect().asList());
    }

    private static Integer[] limits(List<AccountLimits> accounts, Function<AccountLimits, Integer> limit) {
        return accounts.stream().map(limit).toArray(Integer[]::new);
    }

    private static Uni<List<Claim>> claimWaiting(Session session, String node, String account, String[] models, int room) {
        return room <= 0 ? Uni.createFrom().item(List.of())
                : session.createNativeQuery(CLAIM_WAITING, VideoRow.withNow(session)).setParameter("node", node)
                        .setParameter("account", account).setParameter("models", models).setParameter("limit", room)
                        .getResultList()
                        .map(VideoLeases::claims);
    }

    private static List<Claim> claims(List<Object[]> rows) {
        return rows.stream().map(row -> ((VideoRow) row[0]).toClaim((Instant) row[1])).toList();
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
