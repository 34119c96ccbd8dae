package dev.reelay.upstream.dialect.gemini;

import com.fasterxml.jackson.databind.JsonNode;

import dev.reelay.error.ErrorCode;
import dev.reelay.upstream.http.ProviderJson;
import dev.reelay.video.Failure;

/**
 * Reads errors of Google's APIs: {@code code} is a number, {@code status} its name, and {@code details} have a reason. No
 * source
 * confirms the code of a prompt that the moderation rejects, so the words of the message decide.
 */
final class GeminiError {
    private static final String WRONG_KEY = "API_KEY_INVALID";

    private GeminiError() {
    }

    /** Returns the failure of an operation. */
    static Failure failure(JsonNode error) {
        String message = error.path("message").asText("");
        return ProviderJson.failure(ProviderJson.isModeration(message) ? ErrorCode.CONTENT_POLICY_VIOLATION.wireName()
                : error.path("status").asText(""), message, "The upstream gives no reason");
    }

    /** Returns the reason why a create was rejected. Google answers a wrong key with status code 400. */
    static Failure rejection(int status, JsonNode body) {
        JsonNode error = body.path("error");
        String message = error.path("message").asText("");
        ErrorCode code = status == 403 || isWrongKey(error) ? ErrorCode.AUTHENTICATION_ERROR
                : ProviderJson.isModeration(message) ? ErrorCode.CONTENT_POLICY_VIOLATION : ErrorCode.INVALID_REQUEST;
        return ProviderJson.failure(code.wireName(), message, "The upstream rejected the request with HTTP " + status);
    }

    /** No source shows whether the reason is the status or one of the details. */
    private static boolean isWrongKey(JsonNode error) {
        return error.path("status").asText("").equals(WRONG_KEY)
                || error.path("details").findValuesAsText("reason").contains(WRONG_KEY);
    }
}
