package dev.reelay.upstream.dialect.fal;

import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;

import dev.reelay.error.ErrorCode;
import dev.reelay.upstream.http.ProviderJson;
import dev.reelay.video.Failure;

/**
 * Reads errors of fal: {@code detail} is a text, or a list of which each entry has a type and a message; the status of a failed
 * request has {@code error} and {@code error_type} instead.
 */
final class FalError {
    private FalError() {
    }

    /** Returns the failure of a request that was accepted. */
    static Failure failure(JsonNode body) {
        JsonNode first = body.path("detail").path(0);
        String type = first.path("type").asText(body.path("error_type").asText(""));
        return ProviderJson.failure(type, message(body), "The upstream gives no reason");
    }

    /** Returns the reason why a create was rejected. No source confirms the texts of status code 403. */
    static Failure rejection(int status, JsonNode body) {
        String message = message(body);
        if (status == 403) {
            boolean credit = message.toLowerCase(Locale.ROOT).contains("balance");
            return new Failure(credit ? ErrorCode.INSUFFICIENT_QUOTA : ErrorCode.AUTHENTICATION_ERROR, message);
        }
        boolean policy = body.path("detail").path(0).path("type").asText("")
                .equals(ErrorCode.CONTENT_POLICY_VIOLATION.wireName());
        ErrorCode code = policy ? ErrorCode.CONTENT_POLICY_VIOLATION : ErrorCode.INVALID_REQUEST;
        return ProviderJson.failure(code.wireName(), message, "The upstream rejected the request with HTTP " + status);
    }

    private static String message(JsonNode body) {
        JsonNode detail = body.path("detail");
        if (detail.isArray()) {
            JsonNode place = detail.path(0).path("loc");
            String field = place.path(place.size() - 1).asText("");
            String text = detail.path(0).path("msg").asText("");
            return field.isEmpty() ? text : field + ": " + text;
        }
        return detail.asText(body.path("error").asText(""));
    }
}
