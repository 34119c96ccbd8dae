package dev.reelay.webhook.store;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;

import io.vertx.mutiny.sqlclient.Row;

/**
 * The delivery of one event to one receiver.
 *
 * @param endpoint empty for the URL of a video
 * @param tries number of tries since the create, or since the last manual retry
 * @param statusCode HTTP status code of the last response
 * @param error a sentence about the last failure
 * @param response the beginning of the body of the last response
 * @param next time of the next try; empty during a try and at the end
 */
public record WebhookDelivery(String id, String event, EventType type, Optional<String> endpoint, Status status, int tries,
        Optional<Integer> statusCode, Optional<String> error, Optional<String> response, Optional<Instant> next,
        Optional<Instant> delivered, Instant created) {

    /** The states of a delivery. */
    public enum Status {
        PENDING,
        DELIVERED,
        /** There is no further try, unless the owner asks for one. */
        FAILED;

        /** Returns the name in responses and rows. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static WebhookDelivery of(Row row) {
        return new WebhookDelivery(row.getString("id"), row.getString("event_id"), EventType.stored(row.getString("type")),
                Optional.ofNullable(row.getString("endpoint_id")),
                Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)), row.getInteger("tries"),
                Optional.ofNullable(row.getInteger("last_status_code")), Optional.ofNullable(row.getString("last_error")),
                Optional.ofNullable(row.getString("last_response")),
                instant(row, "due").filter(due -> row.getString("lease") == null), instant(row, "delivered_at"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }
}
