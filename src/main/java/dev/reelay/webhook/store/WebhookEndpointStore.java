package dev.reelay.webhook.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

import jakarta.enterprise.context.ApplicationScoped;

import org.jspecify.annotations.Nullable;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import dev.reelay.database.LockSpace;
import dev.reelay.database.Sql;
import dev.reelay.error.ErrorCode;
import dev.reelay.webhook.store.WebhookEndpoint.Reason;

/** Stores endpoints. Each method fails with {@link ErrorCode#NOT_FOUND} also for an endpoint of another owner. */
@ApplicationScoped
public class WebhookEndpointStore {
    private static final String LOCK_OWNER = "select pg_advisory_xact_lock(%s)"
            .formatted(LockSpace.WEBHOOK_ENDPOINTS.key("$1"));
    private static final String INSERT = """
            insert into webhook_endpoint (id, owner, url, events, description, secret)
            select $1, $2, $3, $4, $5, $6
            where (select count(*) from webhook_endpoint where owner = $2) < $7
            returning *""";
    private static final String LIST = "select * from webhook_endpoint where owner = $1 order by created_at desc, id desc";
    private static final String FIND = "select * from webhook_endpoint where id = $1 and owner = $2";
    private static final String UPDATE = """
            update webhook_endpoint set url = $2, events = $3, description = $4, disabled_reason = $5,
                status = case when cast($5 as text) is null then 'enabled' else 'disabled' end,
                failing_since = case when cast($5 as text) is null and status = 'disabled' then null else failing_since end
            where id = $1 returning *""";
    private static final String DELETE = "delete from webhook_endpoint where id = $1 and owner = $2";
    private static final String ROTATE = """
            update webhook_endpoint set previous_secret = secret, previous_until = now() + make_interval(secs => $3), secret = $4
            where id = $1 and owner = $2 returning *""";

    private static final String DISABLE_GONE = """
            update webhook_endpoint set status = 'disabled', disabled_reason = 'gone' where id = $1 and status = 'enabled'""";
    private static final String MARK_WORKING = """
            update webhook_endpoint set failing_since = null where id = $1 and failing_since is not null""";
    private static final String MARK_FAILING = """
            update webhook_endpoint set failing_since = coalesce(failing_since, now()),
                status = case when failing_since < now() - make_interval(secs => $2) then 'disabled' else status end,
                disabled_reason = case when failing_since < now() - make_interval(secs => $2) then 'failing' end
            where id = $1 and status = 'enabled'
                and (failing_since is null or failing_since < now() - make_interval(secs => $2))
            returning status = 'disabled' as disabled""";

    private final Pool pool;

    WebhookEndpointStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * Stores a new endpoint.
     *
     * @param events empty for all
     * @param limit the greatest number of endpoints of an owner
     * @return empty if the owner has that many
     */
    public Uni<Optional<WebhookEndpoint>> create(String owner, String url, List<EventType> events, String description,
            String secret, int limit) {
        Tuple row = Tuple.from(new Object[] { WebhookIds.ENDPOINT.random(), owner, url, names(events), description, secret,
                (long) limit });
        return pool.withTransaction(connection -> connection.preparedQuery(LOCK_OWNER).execute(Tuple.of(owner))
                .chain(() -> connection.preparedQuery(INSERT).execute(row)))
                .map(rows -> endpoints(rows).stream().findFirst());
    }

    /** Returns the owner's endpoints, newest first. */
    public Uni<List<WebhookEndpoint>> list(String owner) {
        return pool.preparedQuery(LIST).execute(Tuple.of(owner)).map(WebhookEndpointStore::endpoints);
    }

    public Uni<WebhookEndpoint> require(String id, String owner) {
        return pool.preparedQuery(FIND).execute(Tuple.of(id, owner)).map(rows -> one(rows, id));
    }

    /** Applies a change in one transaction. An endpoint that it enables starts without earlier failures. */
    public Uni<WebhookEndpoint> update(String id, String owner, UnaryOperator<WebhookEndpoint> change) {
        return pool.withTransaction(connection -> connection.preparedQuery(FIND + " for update").execute(Tuple.of(id, owner))
                .map(rows -> change.apply(one(rows, id)))
                .chain(changed -> update(connection, changed)));
    }

    private static Uni<WebhookEndpoint> update(SqlConnection connection, WebhookEndpoint changed) {
        return connection.preparedQuery(UPDATE).execute(Tuple.from(new Object[] { changed.id(), changed.url(),
                names(changed.events()), changed.description(),
                changed.disabled().map(Reason::wireName).orElse(null) }))
                .map(rows -> one(rows, changed.id()));
    }

    /** Deletes an endpoint and its deliveries. */
    public Uni<Void> delete(String id, String owner) {
        return pool.preparedQuery(DELETE).execute(Tuple.of(id, owner)).invoke(rows -> {
            if (rows.rowCount() == 0) {
                throw WebhookIds.ENDPOINT.notFound(id);
            }
        }).replaceWithVoid();
    }

    /** Replaces the secret; the former one signs beside it for {@code overlap}. */
    public Uni<WebhookEndpoint> rotateSecret(String id, String owner, String secret, Duration overlap) {
        return pool.preparedQuery(ROTATE).execute(Tuple.of(id, owner, Sql.seconds(overlap), secret)).map(rows -> one(rows, id));
    }

    /**
     * Disables an endpoint that wants no further event.
     *
     * @return why it is disabled now; empty if it was disabled before
     */
    public Uni<Optional<Reason>> disableGone(String id) {
        return pool.preparedQuery(DISABLE_GONE).execute(Tuple.of(id))
                .map(rows -> rows.rowCount() == 1 ? Optional.of(Reason.GONE) : Optional.empty());
    }

    /** Records that an event arrived. */
    public Uni<Void> markWorking(String id) {
        return pool.preparedQuery(MARK_WORKING).execute(Tuple.of(id)).replaceWithVoid();
    }

    /**
     * Records that a try failed, and disables an endpoint whose tries have all failed for longer than {@code limit}.
     *
     * @return why it is disabled now; empty if it is enabled, or was disabled before
     */
    public Uni<Optional<Reason>> markFailing(String id, Duration limit) {
        return pool.preparedQuery(MARK_FAILING).execute(Tuple.of(id, Sql.seconds(limit)))
                .map(rows -> Sql.stream(rows).anyMatch(row -> row.getBoolean("disabled"))
                        ? Optional.of(Reason.FAILING)
                        : Optional.empty());
    }

    private static String @Nullable [] names(List<EventType> events) {
        return events.isEmpty() ? null : events.stream().map(EventType::wireName).toArray(String[]::new);
    }

    private static WebhookEndpoint one(RowSet<Row> rows, String id) {
        return endpoints(rows).stream().findFirst().orElseThrow(() -> WebhookIds.ENDPOINT.notFound(id));
    }

    private static List<WebhookEndpoint> endpoints(RowSet<Row> rows) {
        return Sql.stream(rows).map(WebhookEndpoint::of).toList();
    }
}
