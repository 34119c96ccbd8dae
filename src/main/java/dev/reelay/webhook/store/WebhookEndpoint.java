package dev.reelay.webhook.store;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import io.vertx.mutiny.sqlclient.Row;

/**
 * A URL that gets events of its owner's videos. It has no secret, so that lists and logs cannot show one.
 *
 * @param events the wanted types; empty for all, also for types of later versions
 * @param disabled why it gets no events; empty if it is enabled
 * @param created when it was created, by the database's clock
 */
public record WebhookEndpoint(String id, String owner, String url, List<EventType> events, String description,
        Optional<Reason> disabled, Instant created) {

    /** Why an endpoint is disabled. */
    public enum Reason {
        /** Its owner disabled it. */
        OWNER,
        /** It responded with 410. */
        GONE,
        /** For days, every try failed. */
        FAILING;

        /** Returns the name in responses, rows and metrics. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public boolean isEnabled() {
        return disabled.isEmpty();
    }

    /** Returns the types that it gets. */
    public List<EventType> wanted() {
        return events.isEmpty() ? EventType.subscribable() : events;
    }

    public WebhookEndpoint withUrl(String next) {
        return new WebhookEndpoint(id, owner, next, events, description, disabled, created);
    }

    public WebhookEndpoint withEvents(List<EventType> next) {
        return new WebhookEndpoint(id, owner, url, next, description, disabled, created);
    }

    public WebhookEndpoint withDescription(String next) {
        return new WebhookEndpoint(id, owner, url, events, next, disabled, created);
    }

    public WebhookEndpoint withDisabled(Optional<Reason> next) {
        return new WebhookEndpoint(id, owner, url, events, description, next, created);
    }

    static WebhookEndpoint of(Row row) {
        return new WebhookEndpoint(row.getString("id"), row.getString("owner"), row.getString("url"),
                Optional.ofNullable(row.getArrayOfStrings("events")).stream().flatMap(Stream::of).map(EventType::stored)
                        .toList(),
                row.getString("description"),
                Optional.ofNullable(row.getString("disabled_reason")).map(WebhookEndpoint::reason),
                row.getOffsetDateTime("created_at").toInstant());
    }

    private static Reason reason(String stored) {
        return Reason.valueOf(stored.toUpperCase(Locale.ROOT));
    }
}
