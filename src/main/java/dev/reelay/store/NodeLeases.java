package dev.reelay.store;

import java.time.Duration;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;

import dev.reelay.database.Sql;

/**
 * The leases of nodes. A node renews one row, whatever the number of its videos: its claims hold as long as that row has not
 * expired. All times are the database's.
 */
@ApplicationScoped
public class NodeLeases {
    /** The time after which the row of a stopped node is deleted; until then it helps to understand a takeover. */
    private static final Duration EXPIRED_RETENTION = Duration.ofHours(1);

    private static final String RENEW = """
            with forgotten as (delete from node where lease_until < now() - make_interval(secs => :retention))
            insert into node (id, lease_until) values (:node, now() + make_interval(secs => :seconds))
            on conflict (id) do update set lease_until = excluded.lease_until""";

    /** Renews the lease of a node: no other node claims its videos until {@code validity} from now. */
    @WithTransaction
    public Uni<Void> renew(String node, Duration validity) {
        return Sql.execute(RENEW, Map.of("node", node, "seconds", Sql.seconds(validity), "retention",
                Sql.seconds(EXPIRED_RETENTION))).replaceWithVoid();
    }

    /** Ends the lease of a node, so that other nodes can claim its videos at once. */
    @WithTransaction
    public Uni<Void> release(String node) {
        return Sql.execute("delete from node where id = :node", Map.of("node", node)).replaceWithVoid();
    }
}
