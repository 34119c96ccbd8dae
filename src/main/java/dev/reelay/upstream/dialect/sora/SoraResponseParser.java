package dev.reelay.upstream.dialect.sora;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

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

/** Parses responses in the format of contract 3 and 4, in OpenAI's format, and with the status values of other gateways. */
final class SoraResponseParser {
    /** The end of the year 9999 in Unix seconds; a larger value is in another unit and is ignored. */
    private static final long LATEST_EXPIRY = 253_402_300_799L;

    private static final Pattern PERCENT = Pattern.compile("\\d{1,3}");

    /** OpenAI's code for what contract 7 calls {@code content_policy_violation}. */
    private static final String MODERATED = "moderation_blocked";

    private SoraResponseParser() {
    }

    /**
     * Returns the outcome of a create.
     *
     * @throws UpstreamException if the response does not show whether the upstream accepted the create
     */
    static Submission submission(UpstreamResponse http) {
        return CreateOutcome.of(http, CreateOutcome::id, response -> failure(response.path("error"),
                "The upstream rejected the request with HTTP " + http.status()));
    }

    /**
     * Returns the status of a video.
     *
     * @throws UpstreamException if the response does not show the status of the video
     */
    static UpstreamStatus status(UpstreamResponse http) {
        if (http.status() != 200) {
            throw new UpstreamException("HTTP " + http.status(), http.status() >= 500);
        }
        JsonNode response = ProviderJson.parse(http.body());
        String label = response.path("status").asText("").toLowerCase(Locale.ROOT);
        return switch (label) {
            case "submitted", "queued", "pending", "in_progress", "processing", "running" ->
                new Running(progress(response));
            case "completed", "succeeded", "success" -> new Completed(ContentLocation.BY_HANDLE, expiry(response));
            case "failed", "error" ->
                new Failed(failure(withCode(response), "The upstream gives no reason").withRequestId(http.requestId()));
            case "cancelled", "canceled" -> new Failed(new Failure(ErrorCode.CANCELLED, "The upstream cancelled the video"));
            default -> throw new UpstreamException("unknown status '" + ProviderJson.truncated(label) + "'", false);
        };
    }

    /** Returns the progress in percent, or empty if the response has no such number. */
    private static Optional<Integer> progress(JsonNode response) {
        JsonNode progress = response.path("progress");
        return progress.isNumber() || progress.isTextual() && PERCENT.matcher(progress.textValue()).matches()
                ? Optional.of(Math.max(0, Math.min(100, progress.asInt())))
                : Optional.empty();
    }

    /** Returns OpenAI's field {@code expires_at} in Unix seconds; contract 4 has no such field. */
    private static Optional<Instant> expiry(JsonNode response) {
        long expiresAt = response.path("expires_at").asLong(0);
        return expiresAt > 0 && expiresAt <= LATEST_EXPIRY ? Optional.of(Instant.ofEpochSecond(expiresAt)) : Optional.empty();
    }

    /** Returns the error as an object. In contract 4 it is a text, some upstreams add a code, and OpenAI sends an object. */
    private static JsonNode withCode(JsonNode response) {
        JsonNode error = response.path("error");
        if (error.isObject()) {
            return error;
        }
        return JsonNodeFactory.instance.objectNode().put("message", error.asText(""))
                .put("code", response.path("code").asText(""));
    }

    private static Failure failure(JsonNode error, String otherwise) {
        String code = error.path("code").asText("");
        return ProviderJson.failure(code.equals(MODERATED) ? ErrorCode.CONTENT_POLICY_VIOLATION.wireName() : code,
                error.path("message").asText(""), otherwise);
    }
}
