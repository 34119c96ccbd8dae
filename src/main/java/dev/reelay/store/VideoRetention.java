package dev.reelay.store;

import java.time.Duration;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;

import dev.reelay.database.Sql;

/** Deletes old videos. */
@ApplicationScoped
public class VideoRetention {
    /** The number of rows of one call, so that a transaction stays short. */
    private static final int DELETE_LIMIT = 1000;

    private static final String PRUNE = """
            delete from video where id = any(array(
                select id from video
                where status in ('COMPLETED', 'FAILED') and created_at < now() - make_interval(secs => :age)
                order by created_at limit :limit))""";

    /**
     * Deletes terminal videos whose create is older than {@code age}, at most {@value #DELETE_LIMIT} a call.
     *
     * @return the number of deleted videos
     */
    @WithTransaction
    public Uni<Integer> prune(Duration age) {
        return Sql.execute(PRUNE, Map.of("age", Sql.seconds(age), "limit", DELETE_LIMIT));
    }
}
