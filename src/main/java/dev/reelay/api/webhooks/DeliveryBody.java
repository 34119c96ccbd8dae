package dev.reelay.api.webhooks;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

import dev.reelay.webhook.store.WebhookDelivery;

/** The JSON body of a delivery; {@link WebhookDelivery} explains the fields. Times are Unix times in seconds. */
@RegisterForReflection
record DeliveryBody(
        @JsonProperty("id") String id,
        @JsonProperty("object") String object,
        @JsonProperty("event_id") String eventId,
        @JsonProperty("event_type") String eventType,
        @JsonProperty("endpoint_id") @Nullable String endpointId,
        @JsonProperty("status") String status,
        @JsonProperty("tries") int tries,
        @JsonProperty("last_status_code") @Nullable Integer lastStatusCode,
        @JsonProperty("last_error") @Nullable String lastError,
        @JsonProperty("last_response") @Nullable String lastResponse,
        @JsonProperty("next_try_at") @Nullable Long nextTryAt,
        @JsonProperty("delivered_at") @Nullable Long deliveredAt,
        @JsonProperty("created_at") long createdAt) {

    /** The JSON body of a page of deliveries. */
    @RegisterForReflection
    record ListBody(@JsonProperty("object") String object, @JsonProperty("data") List<DeliveryBody> data,
            @JsonProperty("first_id") @Nullable String firstId, @JsonProperty("last_id") @Nullable String lastId,
            @JsonProperty("has_more") boolean hasMore) {
        /**
         * @param found at least the deliveries of the page; one more shows that there is a next page
         * @param size the number of deliveries of a page
         */
        static ListBody of(List<WebhookDelivery> found, int size) {
            List<WebhookDelivery> page = found.stream().limit(size).toList();
            return new ListBody("list", page.stream().map(DeliveryBody::of).toList(), page.isEmpty() ? null : page.get(0).id(),
                    page.isEmpty() ? null : page.get(page.size() - 1).id(), found.size() > size);
        }
    }

    static DeliveryBody of(WebhookDelivery delivery) {
        return new DeliveryBody(delivery.id(), "webhook_delivery", delivery.event(), delivery.type().wireName(),
                delivery.endpoint().orElse(null), delivery.status().wireName(), delivery.tries(),
                delivery.statusCode().orElse(null), delivery.error().orElse(null), delivery.response().orElse(null),
                seconds(delivery.next()), seconds(delivery.delivered()), delivery.created().getEpochSecond());
    }

    private static @Nullable Long seconds(Optional<Instant> time) {
        return time.map(Instant::getEpochSecond).orElse(null);
    }
}
