package dev.reelay.store;

import java.time.Duration;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;

import dev.reelay.database.LockSpace;
import dev.reelay.database.Sql;

/**
 * Deletes old videos, and old records of deletions. The feeds of the owners tell each deleted video, as after a request. The
 * limit of a call bounds how many events that makes at once.
 */
@ApplicationScoped
public class VideoRetention {
    /** The time for which a client that resumes an owner's feed learns of the deletions that it missed. */
    static final Duration DELETIONS_KEPT = Duration.ofDays(7);

    /** The number of rows of one call, so that a transaction stays short. */
    private static final int DELETE_LIMIT = 1000;

    /** Records are small, and a node must remove them faster than it makes them. */
    private static final int DELETION_LIMIT = 10 * DELETE_LIMIT;

    /** Runs on one node at a time, because two would take the locks of the owners' feeds in different orders. */
    private static final String PRUNE = """
            with turn as materialized (select pg_try_advisory_xact_lock(%s) as mine)
            delete from video where id = any(array(
                select id from video
                where (select mine from turn)
                    and status in ('COMPLETED', 'FAILED') and created_at < now() - make_interval(secs => :age)
                order by created_at limit :limit))""".formatted(LockSpace.RETENTION.key("'video'"));

    private static final String PRUNE_DELETIONS = """
            delete from deleted_video where ctid = any(array(
                select ctid from deleted_video
                where deleted_at < now() - make_interval(secs => :age)
                order by deleted_at limit :limit))""";

    /**
     * Deletes terminal videos whose create is older than {@code age}, at most {@value #DELETE_LIMIT} a call.
     *
     * @return the number of deleted videos; 0 also while another node deletes
     */
    @WithTransaction
    public Uni<Integer> prune(Duration age) {
        return Sql.execute(PRUNE, Map.of("age", Sql.seconds(age), "limit", DELETE_LIMIT));
    }

    /** Deletes the records of deletions that happened more than a week ago, at most {@value #DELETION_LIMIT} a call. */
    @WithTransaction
    public Uni<Integer> pruneDeletions() {
        return Sql.execute(PRUNE_DELETIONS, Map.of("age", Sql.seconds(DELETIONS_KEPT), "limit", DELETION_LIMIT));
    }
}
