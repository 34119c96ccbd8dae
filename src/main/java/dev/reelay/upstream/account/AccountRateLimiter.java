package dev.reelay.upstream.account;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;

import dev.reelay.database.Sql;

/**
 * Keeps the upstream's limits on requests exactly, over all nodes: PostgreSQL counts each request before it is sent. Without
 * a configured limit nothing is counted, and a pause holds on this node only.
 */
@ApplicationScoped
class AccountRateLimiter {
    private static final Logger LOG = Logger.getLogger(AccountRateLimiter.class);

    private static final String TAKE_PERMIT = """
            select take_upstream_permit_4($1, $2, $3, $4, $5, make_interval(secs => $6))""";

    private static final String PAUSE = """
            insert into upstream_account as a (name, paused_until) values ($1, now() + make_interval(secs => $2))
            on conflict (name) do update set paused_until = greatest(a.paused_until, excluded.paused_until)""";

    /** Writes the old column too, for nodes of an earlier version. */
    private static final String COOL_DOWN = """
            insert into upstream_account as a (name, cooldown_until, set_aside_until)
            select $1, until, until from (select now() + make_interval(secs => $2) as until) cooldown
            on conflict (name) do update set cooldown_until = greatest(a.cooldown_until, excluded.cooldown_until),
                set_aside_until = greatest(a.set_aside_until, excluded.set_aside_until)""";

    private final AccountRegistry accounts;
    private final AccountOffers offers;
    private final Pool pool;
    private final Map<String, Long> pausedUntil = new ConcurrentHashMap<>();
    private final Map<String, PermitQueue> polls = new ConcurrentHashMap<>();

    AccountRateLimiter(AccountRegistry accounts, AccountOffers offers, Pool pool) {
        this.accounts = accounts;
        this.offers = offers;
        this.pool = pool;
    }

    void onStop(@Observes ShutdownEvent event) {
        polls.values().forEach(PermitQueue::close);
    }

    /**
     * Completes when the account may send this request. A status request waits in a queue; any other operation fails with
     * {@link NoPermitException} if there is no permit.
     */
    Uni<Void> acquire(String account, Operation operation) {
        return operation != Operation.STATUS ? permit(account, operation)
                : polls.computeIfAbsent(account, name -> new PermitQueue(() -> permit(name, operation))).acquire();
    }

    private Uni<Void> permit(String account, Operation operation) {
        AccountSettings settings = accounts.get(account);
        return settings.requestsPerMinute() == 0 ? granted(account, remainingPause(account))
                : pool.preparedQuery(TAKE_PERMIT)
                        .execute(Tuple.of(account, operation.share(settings.requestsPerMinute()), settings.concurrentVideos(),
                                offers.modelsOf(account).toArray(String[]::new), operation.leavesRoomForCreates(),
                                Sql.seconds(AccountSettings.PERMIT_WINDOW)))
                        .chain(rows -> granted(account, Duration.ofMillis(rows.iterator().next().getLong(0))));
    }

    /** Stops all requests of an account for that time, on all nodes if the requests are limited. */
    Uni<Void> pause(String account, Duration time) {
        LOG.infof("Paused upstream account %s for %d s: the upstream answered 429", account, time.toSeconds());
        pausedUntil.put(account, System.nanoTime() + time.toNanos());
        return update(PAUSE, account, time);
    }

    /** Gives an account no new videos for that time; it keeps the videos that it has. */
    Uni<Void> coolDown(String account, Duration time, String reason) {
        LOG.errorf("Upstream account %s gets no new videos for %d s, check its key and credit: %s", account, time.toSeconds(),
                reason);
        return update(COOL_DOWN, account, time);
    }

    /** Stores the end of a pause or cooldown. A failure is only logged, so that it does not hide the upstream's response. */
    private Uni<Void> update(String sql, String account, Duration time) {
        return pool.preparedQuery(sql).execute(Tuple.of(account, Sql.seconds(time))).replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warnf("Could not store the state of account %s: %s", account, failure.getMessage()))
                .onFailure().recoverWithNull();
    }

    private Duration remainingPause(String account) {
        long now = System.nanoTime();
        return Duration.ofNanos(Math.max(0, pausedUntil.getOrDefault(account, now) - now));
    }

    private static Uni<Void> granted(String account, Duration wait) {
        return wait.isZero() ? Uni.createFrom().voidItem() : Uni.createFrom().failure(new NoPermitException(account, wait));
    }
}
