package dev.reelay.database;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;

/**
 * Rows that any node works on under a lease, with retries. One column has the time from which a row is due, or null for a row
 * that is not in the queue. A claim moves that time ahead by the lease, so that another node tries again if this one dies; a
 * second column counts the claims. A row leaves the queue if it has been due for longer than the queue's lifetime. Each method
 * runs in the caller's session or transaction, and all times are the database's.
 */
public final class LeasedQueue {
    private final String claim;
    private final String postpone;
    private final String abandon;
    private final String count;
    private final Duration lifetime;

    /**
     * All arguments but the last are SQL, and constants of the program.
     *
     * @param table a table with the text column {@code id}
     * @param due its column of the type {@code timestamptz}
     * @param tries its integer column, 0 before the first claim
     * @param condition a further condition of rows that may be claimed
     * @param lifetime the time from {@code due} after which a row is not claimed any more
     */
    public LeasedQueue(String table, String due, String tries, String condition, Duration lifetime) {
        String isDue = "%s between now() - make_interval(secs => :lifetime) and now() and %s".formatted(due, condition);
        this.claim = """
                update %1$s set %2$s = now() + make_interval(secs => :lease), %3$s = %3$s + 1
                where id = (select id from %1$s where %4$s order by %2$s limit 1 for update skip locked)
                returning id, %3$s""".formatted(table, due, tries, isDue);
        this.postpone = """
                update %1$s set %2$s = now() + make_interval(secs => :wait), %3$s = %3$s - :uncounted
                where id = :id and %2$s is not null""".formatted(table, due, tries);
        this.abandon = "update %1$s set %2$s = null where id = :id".formatted(table, due);
        this.count = "select count(*) from %s where %s".formatted(table, isDue);
        this.lifetime = lifetime;
    }

    /**
     * Claims the row that has been due longest. No other claim returns it before {@code lease} has passed.
     *
     * @return empty if no row is due
     */
    public Uni<Optional<Claimed>> claim(Duration lease) {
        return Panache.getSession().chain(session -> session.createNativeQuery(claim, Object[].class)
                .setParameter("lease", Sql.seconds(lease)).setParameter("lifetime", Sql.seconds(lifetime))
                .getSingleResultOrNull())
                .map(row -> Optional.ofNullable(row).map(found -> new Claimed((String) found[0], (Integer) found[1])));
    }

    /** Returns the number of rows that are due. */
    public Uni<Long> countDue() {
        return Panache.getSession().chain(session -> session.createNativeQuery(count, Long.class)
                .setParameter("lifetime", Sql.seconds(lifetime)).getSingleResult());
    }

    /** Makes a claimed row due again after {@code wait}, and counts the failed attempt. */
    public Uni<Void> retry(String id, Duration wait) {
        return retry(id, wait, 0);
    }

    /** Makes a claimed row due again after {@code wait}, without counting the attempt. */
    public Uni<Void> postpone(String id, Duration wait) {
        return retry(id, wait, 1);
    }

    /** Removes a row from the queue. */
    public Uni<Void> abandon(String id) {
        return Sql.execute(abandon, Map.of("id", id)).replaceWithVoid();
    }

    private Uni<Void> retry(String id, Duration wait, int uncounted) {
        return Sql.execute(postpone, Map.of("id", id, "wait", Sql.seconds(wait), "uncounted", uncounted)).replaceWithVoid();
    }

    /**
     * A row that this node works on.
     *
     * @param attempt number of this attempt, from 1
     */
    public record Claimed(String id, int attempt) {
    }
}
