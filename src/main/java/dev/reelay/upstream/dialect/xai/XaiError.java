package dev.reelay.upstream.dialect.xai;

import java.util.Locale;

import com.fasterxml.jackson.databind.JsonNode;

import dev.reelay.error.ErrorCode;
import dev.reelay.upstream.http.ProviderJson;
import dev.reelay.video.Failure;

/**
 * Reads errors of xAI. They have two forms: an object {@code error} with code and message, or a text {@code error} beside its
 * code. No source confirms the code of a moderated prompt or of used up credit, so the words of the message decide.
 */
final class XaiError {
    private XaiError() {
    }

    /** Returns the failure of a request that was accepted. */
    static Failure failure(JsonNode body) {
        String message = message(body);
        JsonNode error = body.path("error");
        String code = (error.isObject() ? error : body).path("code").asText("");
        return ProviderJson.failure(ProviderJson.isModeration(code + " " + message)
                ? ErrorCode.CONTENT_POLICY_VIOLATION.wireName()
                : code, message, "The upstream gives no reason");
    }

    /** Returns the reason why a create was rejected. */
    static Failure rejection(int status, JsonNode body) {
        String message = message(body);
        return ProviderJson.failure(code(status, message).wireName(), message,
                "The upstream rejected the request with HTTP " + status);
    }

    private static ErrorCode code(int status, String message) {
        if (ProviderJson.isModeration(message)) {
            return ErrorCode.CONTENT_POLICY_VIOLATION;
        }
        if (status != 403) {
            return ErrorCode.INVALID_REQUEST;
        }
        return message.toLowerCase(Locale.ROOT).contains("credit") ? ErrorCode.INSUFFICIENT_QUOTA
                : ErrorCode.AUTHENTICATION_ERROR;
    }

    private static String message(JsonNode body) {
        JsonNode error = body.path("error");
        return error.isObject() ? error.path("message").asText("") : error.asText("");
    }
}
