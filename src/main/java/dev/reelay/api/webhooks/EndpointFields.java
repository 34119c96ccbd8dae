package dev.reelay.api.webhooks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

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

    private final JsonObject fields;

    private EndpointFields(JsonObject fields) {
        this.fields = fields;
    }

    /** Parses the body of a request. */
    static EndpointFields parse(String body) {
        try {
            return new EndpointFields(new JsonObject(body));
        } catch (DecodeException malformed) {
            throw new ReelayException(ErrorCode.INVALID_REQUEST, "The body must be a JSON object");
        }
    }

    String requireUrl() {
        return url().orElseThrow(() -> ReelayException.invalid(URL, "Missing required parameter: url"));
    }

    Optional<String> url() {
        return text(URL);
    }

    String description() {
        return text(DESCRIPTION).map(EndpointFields::checkedDescription).orElse("");
    }

    /** Returns the wanted types; empty for all. */
    List<EventType> events() {
        Object value = fields.getValue(EVENTS);
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
        if (fields.containsKey(EVENTS)) {
            changed = changed.withEvents(events());
        }
        if (fields.containsKey(DESCRIPTION)) {
            changed = changed.withDescription(description());
        }
        return fields.containsKey(STATUS) ? withStatus(changed) : changed;
    }

    private WebhookEndpoint withStatus(WebhookEndpoint endpoint) {
        return switch (text(STATUS).orElse("")) {
            case ENABLED -> endpoint.withDisabled(Optional.empty());
            case DISABLED -> endpoint.withDisabled(endpoint.disabled().or(() -> Optional.of(WebhookEndpoint.Reason.OWNER)));
            default -> throw invalid(STATUS, "Allowed: enabled, disabled");
        };
    }

    private Optional<String> text(String name) {
        Object value = fields.getValue(name);
        if (value != null && !(value instanceof String)) {
            throw ReelayException.invalid(name, "Parameter %s must be a string".formatted(name));
        }
        return Optional.ofNullable((String) value);
    }

    private static String checkedDescription(String text) {
        if (text.length() > DESCRIPTION_LIMIT || text.chars().anyMatch(Character::isISOControl)) {
            throw invalid(DESCRIPTION, "Allowed: up to %d characters in one line".formatted(DESCRIPTION_LIMIT));
        }
        return text;
    }

    private static ReelayException invalidEvents() {
        return invalid(EVENTS, "Allowed: a list of "
                + EventType.subscribable().stream().map(EventType::wireName).collect(Collectors.joining(", ")));
    }

    private static ReelayException invalid(String name, String allowed) {
        return ReelayException.invalid(name, "Invalid value for parameter: %s. %s".formatted(name, allowed));
    }
}
