package dev.reelay.webhook.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;

import dev.reelay.database.Sql;
import dev.reelay.error.ErrorCode;
import dev.reelay.video.VideoId;

/** Lists and repeats deliveries. Each method fails with {@link ErrorCode#NOT_FOUND} also for an id of another owner. */
@ApplicationScoped
public class WebhookDeliveryStore {
    private static final String SELECT = """
            select delivery.*, (select type from webhook_event event where event.id = event_id) from webhook_delivery delivery
            where\040""";
    private static final String OF_ENDPOINT = "delivery.owner = $1 and endpoint_id = $2";
    private static final String OF_VIDEO = """
            delivery.owner = $1
                and event_id = any(array(select id from webhook_event where webhook_event.owner = $1 and video_id = $2))""";
    private static final String AFTER = " and (delivery.created_at, delivery.id) < ($4, $5)";
    private static final String NEWEST_FIRST = " order by delivery.created_at desc, delivery.id desc limit $3";
    private static final String FIND = SELECT + "delivery.id = $1 and delivery.owner = $2";

    private static final String ADD_TEST = """
            with event as (
                insert into webhook_event (id, owner, type, body) values ($1, $2, $3, $4)
            )
            insert into webhook_delivery (id, event_id, owner, endpoint_id, destination) values ($5, $1, $2, $6, $6)
            returning *, $3 as type""";

    /** A delivery during a try keeps its lease, so that no second node tries it at the same time. */
    private static final String RETRY = """
            with delivery as (
                update webhook_delivery set status = 'pending', due = now(), tries = 0, lease = null, delivered_at = null
                where id = $1 and owner = $2 and (lease is null or due <= now()) returning *
            )
            select delivery.*, event.type from delivery join webhook_event event on event.id = event_id""";
    private static final String REPLAY = """
            update webhook_delivery set status = 'pending', due = now(), tries = 0
            where endpoint_id = $1 and status = 'failed' and created_at >= $2""";

    private final Pool pool;
    private final WebhookEndpointStore endpoints;

    WebhookDeliveryStore(Pool pool, WebhookEndpointStore endpoints) {
        this.pool = pool;
        this.endpoints = endpoints;
    }

    /**
     * Returns a page of the deliveries to an endpoint, newest first.
     *
     * @param after the last delivery of the previous page
     */
    public Uni<List<WebhookDelivery>> list(String endpoint, String owner, Optional<String> after, int limit) {
        return endpoints.require(endpoint, owner)
                .chain(() -> page(OF_ENDPOINT, owner, endpoint, after, limit));
    }

    /**
     * Returns a page of the deliveries of a video's events, newest first: to endpoints, and to the video's own URL. It is empty
     * for an unknown video, and has the deliveries of a deleted one. A malformed id fails like those of other methods.
     *
     * @param after the last delivery of the previous page
     */
    public Uni<List<WebhookDelivery>> listOfVideo(String video, String owner, Optional<String> after, int limit) {
        return page(OF_VIDEO, owner, VideoId.of(video).value(), after, limit);
    }

    private Uni<List<WebhookDelivery>> page(String condition, String owner, String of, Optional<String> after, int limit) {
        return after.isEmpty() ? query(SELECT + condition + NEWEST_FIRST, Tuple.of(owner, of, limit))
                : require(after.get(), owner).chain(last -> query(SELECT + condition + AFTER + NEWEST_FIRST,
                        Tuple.of(owner, of, limit, last.created().atOffset(ZoneOffset.UTC), last.id())));
    }

    public Uni<WebhookDelivery> require(String id, String owner) {
        return query(FIND, Tuple.of(id, owner))
                .map(found -> found.stream().findFirst().orElseThrow(() -> WebhookIds.DELIVERY.notFound(id)));
    }

    /** Stores an event with its delivery to this endpoint, enabled or not; returns the delivery before its first try. */
    public Uni<WebhookDelivery> addTest(WebhookEvent event, String endpoint) {
        String id = WebhookIds.DELIVERY.random();
        return query(ADD_TEST, Tuple.of(event.id(), event.owner(), event.type().wireName(), event.body(), id, endpoint))
                .map(added -> added.get(0));
    }

    /**
     * Makes a delivery of any status due now, with all its tries. A delivery during a try stays as it is.
     *
     * @return the delivery as stored
     */
    public Uni<WebhookDelivery> retry(String id, String owner) {
        return query(RETRY, Tuple.of(id, owner)).chain(due -> due.isEmpty() ? require(id, owner)
                : Uni.createFrom().item(due.get(0)));
    }

    /**
     * Makes the failed deliveries to an endpoint due now, with all their tries.
     *
     * @param since the earliest time of their events
     * @return the number of these deliveries
     */
    public Uni<Integer> replay(String endpoint, String owner, Instant since) {
        return endpoints.require(endpoint, owner)
                .chain(() -> pool.preparedQuery(REPLAY).execute(Tuple.of(endpoint, since.atOffset(ZoneOffset.UTC))))
                .map(RowSet::rowCount);
    }

    private Uni<List<WebhookDelivery>> query(String sql, Tuple parameters) {
        return pool.preparedQuery(sql).execute(parameters).map(WebhookDeliveryStore::deliveries);
    }

    private static List<WebhookDelivery> deliveries(RowSet<Row> rows) {
        return Sql.stream(rows).map(WebhookDelivery::of).toList();
    }
}
