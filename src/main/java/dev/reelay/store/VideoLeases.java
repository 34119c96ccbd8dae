package dev.reelay.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import org.hibernate.reactive.mutiny.Mutiny.Session;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
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
    private static final String CLAIM = """
            update video set lease_owner = :node, lease_token = lease_token + 1
            where id in (
                select id from video
                where %s
                    and (account is not null and not_before <= now() or deadline_at <= now())
                    and not exists (select 1 from node where node.id = lease_owner and (lease_until > now() or id = :node))
                order by created_at limit :limit
                for update skip locked)
            returning %s, now() as now""".formatted(VideoRow.IS_OPEN, VideoRow.COLUMNS);

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
                and (%s or occupied_until > now())""".formatted(VideoRow.IS_OPEN);

    private static final String CLAIM_WAITING = """
            update video set lease_owner = :node, lease_token = lease_token + 1, account = :account
            where id in (
                select id from video
                where status = 'SUBMITTED' and account is null and not_before <= now() and model = any(:models)
                order by created_at limit :limit
                for update skip locked)
            returning %s, now() as now""".formatted(VideoRow.COLUMNS);

    private static final String REQUEUE = """
            update video set status = 'SUBMITTED', not_before = now() + make_interval(secs => :wait), lease_owner = null,
                account = null
            where id = :id and lease_token = :token and status = 'SUBMITTING'""";

    private static final String POSTPONE = """
            update video set not_before = now() + make_interval(secs => :wait), lease_owner = null
            where id = :id and lease_token = :token and status = 'SUBMITTING'""";

    private static final String RELEASE = """
            update video set lease_owner = null where id = :id and lease_token = :token and lease_owner is not null""";

    /**
     * Claims open videos without a live node: those that an account has, and those whose own deadline has passed; oldest
     * first, at most {@code limit}. A node whose lease has expired does not take over its own videos.
     */
    @WithTransaction
    public Uni<List<Claim>> claim(String node, int limit) {
        return Panache.getSession().chain(session -> session.createNativeQuery(CLAIM, VideoRow.withNow(session))
                .setParameter("node", node).setParameter("limit", limit).getResultList())
                .map(VideoLeases::claims);
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
                : session.createNativeQuery(CLAIM_WAITING, VideoRow.withNow(session)).setParameter("node", node)
                        .setParameter("account", account).setParameter("models", models.toArray(String[]::new))
                        .setParameter("limit", room).getResultList()
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
}
