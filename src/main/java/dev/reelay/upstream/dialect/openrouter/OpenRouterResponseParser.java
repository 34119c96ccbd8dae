package dev.reelay.upstream.dialect.openrouter;

import java.math.BigDecimal;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

import dev.reelay.error.ErrorCode;
import dev.reelay.upstream.dialect.ContentLocation;
import dev.reelay.upstream.dialect.Submission;
import dev.reelay.upstream.dialect.UpstreamException;
import dev.reelay.upstream.dialect.UpstreamResponse;
import dev.reelay.upstream.dialect.UpstreamStatus;
import dev.reelay.upstream.dialect.UpstreamStatus.Completed;
import dev.reelay.upstream.dialect.UpstreamStatus.Failed;
import dev.reelay.upstream.dialect.UpstreamStatus.Running;
import dev.reelay.upstream.http.CreateOutcome;
import dev.reelay.upstream.http.ProviderJson;
import dev.reelay.video.Failure;

/** Parses responses of OpenRouter's video API. */
final class OpenRouterResponseParser {
    private OpenRouterResponseParser() {
    }

    /** @throws UpstreamException if the response does not show whether the upstream accepted the create */
    static Submission submission(UpstreamResponse http) {
        return CreateOutcome.of(http, CreateOutcome::id, body -> rejection(http.status(), body.path("error")));
    }

    /** @throws UpstreamException if the response does not show the status of the video */
    static UpstreamStatus status(UpstreamResponse http) {
        if (http.status() != 200) {
            throw new UpstreamException("HTTP " + http.status(), http.status() >= 500);
        }
        JsonNode body = ProviderJson.parse(http.body());
        String status = body.path("status").asText("");
        return switch (status) {
            case "pending", "in_progress" -> new Running(Optional.empty());
            case "completed" -> new Completed(ContentLocation.BY_HANDLE, Optional.empty(), charge(body));
            case "failed" -> new Failed(failure(body.path("error")).withRequestId(http.requestId()), charge(body));
            case "cancelled" -> new Failed(new Failure(ErrorCode.CANCELLED, "The upstream cancelled the video"));
            case "expired" -> new Failed(ProviderJson.failure("expired", message(body.path("error")),
                    "The video expired at the upstream").withRequestId(http.requestId()));
            default -> throw new UpstreamException("unknown status '" + ProviderJson.truncated(status) + "'", false);
        };
    }

    /** OpenRouter states a charge in its credits, which are USD. */
    private static Optional<BigDecimal> charge(JsonNode body) {
        JsonNode cost = body.path("usage").path("cost");
        return cost.isNumber() && cost.decimalValue().signum() >= 0 ? Optional.of(cost.decimalValue()) : Optional.empty();
    }

    /** Returns why a video failed. It has no code, and the texts of the providers behind OpenRouter differ. */
    private static Failure failure(JsonNode error) {
        String message = message(error);
        String code = ProviderJson.isModeration(message) ? ErrorCode.CONTENT_POLICY_VIOLATION.wireName() : "";
        return ProviderJson.failure(code, message, "The upstream gives no reason");
    }

    /** Returns the reason why a create was rejected. Status code 403 has two: the key, or the moderation with its reasons. */
    private static Failure rejection(int status, JsonNode error) {
        String message = message(error);
        boolean moderation = error.path("metadata").has("reasons") || ProviderJson.isModeration(message);
        ErrorCode code = moderation ? ErrorCode.CONTENT_POLICY_VIOLATION
                : status == 403 ? ErrorCode.AUTHENTICATION_ERROR : ErrorCode.INVALID_REQUEST;
        return ProviderJson.failure(code.wireName(), message, "The upstream rejected the request with HTTP " + status);
    }

    /** Returns the message of an error, which is a text in a status and an object elsewhere. */
    private static String message(JsonNode error) {
        return error.isTextual() ? error.textValue() : error.path("message").asText("");
    }
}
