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

    private static final String UPDATE = """
            insert into upstream_account (name, %1$s) values ($1, now() + make_interval(secs => $2))
            on conflict (name) do update set %1$s = greatest(upstream_account.%1$s, excluded.%1$s)""";

    private final AccountRegistry accounts;
    private final Pool pool;
    private final Map<String, Long> pausedUntil = new ConcurrentHashMap<>();
    private final Map<String, PermitQueue> polls = new ConcurrentHashMap<>();

    AccountRateLimiter(AccountRegistry accounts, Pool pool) {
        this.accounts = accounts;
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
                : pool.preparedQuery("select take_upstream_permit($1, $2, $3, $4)")
                        .execute(Tuple.of(account, operation.share(settings.requestsPerMinute()), settings.concurrentVideos(),
                                operation.leavesRoomForCreates()))
                        .chain(rows -> granted(account, Duration.ofMillis(rows.iterator().next().getLong(0))));
    }

    /** Stops all requests of an account for that time, on all nodes if the requests are limited. */
    Uni<Void> pause(String account, Duration time) {
        LOG.infof("Paused upstream account %s for %d s: the upstream answered 429", account, time.toSeconds());
        pausedUntil.put(account, System.nanoTime() + time.toNanos());
        return update(UPDATE.formatted("paused_until"), account, time);
    }

    /** Gives an account no new videos for that time; it keeps the videos that it has. */
    Uni<Void> coolDown(String account, Duration time, String reason) {
        LOG.errorf("Upstream account %s gets no new videos for %d s, check its key and credit: %s", account, time.toSeconds(),
                reason);
        return update(UPDATE.formatted("set_aside_until"), account, time);
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
