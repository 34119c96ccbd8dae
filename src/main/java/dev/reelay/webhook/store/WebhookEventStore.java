package dev.reelay.webhook.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.mutiny.Uni;

import dev.reelay.database.Sql;
import dev.reelay.database.SqlStatement;
import dev.reelay.video.VideoId;

/** Stores events together with their deliveries, and deletes old ones. */
@ApplicationScoped
public class WebhookEventStore {
    /** The number of events of one deletion, so that a transaction stays short. */
    private static final int DELETE_LIMIT = 1000;

    /** A URL without its path is the destination, because the host is what may be slow. */
    private static final String INSERT = """
            with receiver as (
                select id as endpoint, cast(null as text) as url, id as destination from webhook_endpoint
                where owner = $2 and status = 'enabled' and (events is null or $4 = any(events))
                union all
                select null, $6, $2 || ' ' || substring($6 from '^[^/]+//[^/?#]+') where $6 <> ''
            ), secret as (
                insert into webhook_secret (owner, secret)
                select $2, $7 from receiver where url is not null limit 1 on conflict (owner) do nothing
            ), event as (
                insert into webhook_event (id, owner, video_id, type, body)
                select $1, $2, nullif($3, ''), $4, $5 where exists (select from receiver)
            )
            insert into webhook_delivery (id, event_id, owner, endpoint_id, url, destination)
            select 'wd_' || replace(cast(gen_random_uuid() as text), '-', ''), $1, $2, endpoint, url, destination
            from receiver""";

    private static final String PRUNE = """
            delete from webhook_event where id = any(array(
                select id from webhook_event where created_at < now() - make_interval(secs => :age)
                order by created_at limit :limit))""";

    /**
     * Returns the statement that stores an event, and a delivery for each receiver: for the enabled endpoints that want its
     * type, and for the URL. It stores nothing without a receiver.
     *
     * @param url the own URL of the video of the event
     * @param secret becomes the owner's secret if one is needed and there is none
     */
    public static SqlStatement insertion(WebhookEvent event, Optional<String> url, String secret) {
        return new SqlStatement(INSERT, List.of(event.id(), event.owner(), event.video().map(VideoId::value).orElse(""),
                event.type().wireName(), event.body(), url.orElse(""), secret));
    }

    /**
     * Deletes events that are older than {@code age}, with their deliveries, at most {@value #DELETE_LIMIT} a call.
     *
     * @return the number of deleted events
     */
    @WithTransaction
    public Uni<Integer> prune(Duration age) {
        return Sql.execute(PRUNE, Map.of("age", Sql.seconds(age), "limit", DELETE_LIMIT));
    }
}
