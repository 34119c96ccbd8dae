package dev.reelay.upstream.dialect.ark;

import com.fasterxml.jackson.databind.JsonNode;

import dev.reelay.error.ErrorCode;
import dev.reelay.upstream.http.ProviderJson;
import dev.reelay.video.Failure;

/**
 * Reads errors of Ark, which have a code and a message. No source confirms the codes of the moderation and of used up credit,
 * so a part of them is enough.
 */
final class ArkError {
    private ArkError() {
    }

    /** Returns the failure of a task. */
    static Failure failure(JsonNode error) {
        String code = error.path("code").asText("");
        return ProviderJson.failure(isModerated(code) ? ErrorCode.CONTENT_POLICY_VIOLATION.wireName() : code,
                error.path("message").asText(""), "The upstream gives no reason");
    }

    /** Returns the reason why a create was rejected. */
    static Failure rejection(int status, JsonNode error) {
        return ProviderJson.failure(code(status, error.path("code").asText("")).wireName(), error.path("message").asText(""),
                "The upstream rejected the request with HTTP " + status);
    }

    private static ErrorCode code(int status, String code) {
        if (isModerated(code)) {
            return ErrorCode.CONTENT_POLICY_VIOLATION;
        }
        if (status != 403) {
            return ErrorCode.INVALID_REQUEST;
        }
        return code.contains("Overdue") ? ErrorCode.INSUFFICIENT_QUOTA : ErrorCode.AUTHENTICATION_ERROR;
    }

    private static boolean isModerated(String code) {
        return code.contains("SensitiveContentDetected");
    }
}
