package dev.reelay.api.webhooks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.vertx.core.json.JsonArray;

import dev.reelay.api.wire.BodyFields;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.webhook.store.EventType;
import dev.reelay.webhook.store.WebhookEndpoint;

/** The fields of a request about an endpoint. Each method fails with {@link ErrorCode#INVALID_REQUEST}. */
final class EndpointFields {
    static final String ENABLED = "enabled";
    static final String DISABLED = "disabled";

    private static final String URL = "url";
    private static final String EVENTS = "events";
    private static final String DESCRIPTION = "description";
    private static final String STATUS = "status";
    private static final int DESCRIPTION_LIMIT = 500;

    private final BodyFields fields;

    private EndpointFields(BodyFields fields) {
        this.fields = fields;
    }

    /** Parses the body of a request. */
    static EndpointFields parse(String body) {
        return new EndpointFields(BodyFields.parse(body));
    }

    String requireUrl() {
        return url().orElseThrow(() -> ReelayException.invalid(URL, "Missing required parameter: url"));
    }

    Optional<String> url() {
        return fields.text(URL);
    }

    String description() {
        return fields.text(DESCRIPTION).map(EndpointFields::checkedDescription).orElse("");
    }

    /** Returns the wanted types; empty for all. */
    List<EventType> events() {
        Object value = fields.value(EVENTS);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof JsonArray names) || names.isEmpty()) {
            throw invalidEvents();
        }
        List<EventType> types = new ArrayList<>();
        for (Object name : names) {
            types.add(EventType.parse(String.valueOf(name)).orElseThrow(EndpointFields::invalidEvents));
        }
        return types.stream().distinct().toList();
    }

    /** Returns the endpoint with the changes of these fields, except for the URL. */
    WebhookEndpoint apply(WebhookEndpoint endpoint) {
        WebhookEndpoint changed = endpoint;
        if (fields.has(EVENTS)) {
            changed = changed.withEvents(events());
        }
        if (fields.has(DESCRIPTION)) {
            changed = changed.withDescription(description());
        }
        return fields.has(STATUS) ? withStatus(changed) : changed;
    }

    private WebhookEndpoint withStatus(WebhookEndpoint endpoint) {
        return switch (fields.text(STATUS).orElse("")) {
            case ENABLED -> endpoint.withDisabled(Optional.empty());
            case DISABLED -> endpoint.withDisabled(endpoint.disabled().or(() -> Optional.of(WebhookEndpoint.Reason.OWNER)));
            default -> throw BodyFields.invalid(STATUS, "enabled, disabled");
        };
    }

    private static String checkedDescription(String text) {
        if (text.length() > DESCRIPTION_LIMIT || text.chars().anyMatch(Character::isISOControl)) {
            throw BodyFields.invalid(DESCRIPTION, "up to %d characters in one line".formatted(DESCRIPTION_LIMIT));
        }
        return text;
    }

    private static ReelayException invalidEvents() {
        return BodyFields.invalid(EVENTS, "a list of "
                + EventType.subscribable().stream().map(EventType::wireName).collect(Collectors.joining(", ")));
    }
}
