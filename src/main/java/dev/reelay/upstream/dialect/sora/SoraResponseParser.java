package dev.reelay.upstream.dialect.sora;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

import dev.reelay.error.ErrorCode;
import dev.reelay.upstream.dialect.ContentLocation;
import dev.reelay.upstream.dialect.Handle;
import dev.reelay.upstream.dialect.Submission;
import dev.reelay.upstream.dialect.Submission.Accepted;
import dev.reelay.upstream.dialect.Submission.OutcomeUnknown;
import dev.reelay.upstream.dialect.Submission.Rejected;
import dev.reelay.upstream.dialect.Submission.RetryLater;
import dev.reelay.upstream.dialect.UpstreamException;
import dev.reelay.upstream.dialect.UpstreamResponse;
import dev.reelay.upstream.dialect.UpstreamStatus;
import dev.reelay.upstream.dialect.UpstreamStatus.Completed;
import dev.reelay.upstream.dialect.UpstreamStatus.Failed;
import dev.reelay.upstream.dialect.UpstreamStatus.Running;
import dev.reelay.video.Failure;

/** Parses responses in the format of contract 3 and 4, in OpenAI's format, and with the status values of other gateways. */
final class SoraResponseParser {
    private static final int MESSAGE_LIMIT = 300;
    /** Shape of an acceptable error code: logs and metrics use it, so it must be short and without spaces. */
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    /** The end of the year 9999 in Unix seconds; a larger value is in another unit and is ignored. */
    private static final long LATEST_EXPIRY = 253_402_300_799L;

    private static final Pattern PERCENT = Pattern.compile("\\d{1,3}");

    private final ObjectMapper json;

    SoraResponseParser(ObjectMapper json) {
        this.json = json;
    }

    /**
     * Returns the outcome of a create.
     *
     * @throws UpstreamException if the response does not show whether the upstream accepted the create
     */
    Submission submission(UpstreamResponse http) {
        int httpStatus = http.status();
        JsonNode response = parse(http.body());
        if (httpStatus >= 200 && httpStatus < 300) {
            String id = response.path("id").asText("");
            return id.isEmpty() ? new OutcomeUnknown("the response to the create has no id") : new Accepted(new Handle(id));
        }
        if (httpStatus == 429) { // this account pauses, and another one may submit the video at once
            return new RetryLater("HTTP 429", Duration.ZERO);
        }
        if (httpStatus == 503 && http.retryAfter().isPresent()) {
            return new RetryLater("HTTP 503", http.retryDelay());
        }
        if (httpStatus == 401) {
            return new Rejected(new Failure(ErrorCode.UPSTREAM_ERROR, "The upstream does not accept the gateway's own key")
                    .withRequestId(http.requestId()), true);
        }
        if (httpStatus >= 400 && httpStatus < 500) {
            Failure why = failure(response.path("error"), "The upstream rejected the request with HTTP " + httpStatus);
            return new Rejected(why.withRequestId(http.requestId()),
                    why.code().equals(ErrorCode.INSUFFICIENT_QUOTA.wireName()));
        }
        throw new UpstreamException("HTTP " + httpStatus, true);
    }

    /**
     * Returns the status of a video.
     *
     * @throws UpstreamException if the response does not show the status of the video
     */
    UpstreamStatus status(UpstreamResponse http) {
        if (http.status() != 200) {
            throw new UpstreamException("HTTP " + http.status(), http.status() >= 500);
        }
        JsonNode response = parse(http.body());
        String label = response.path("status").asText("").toLowerCase(Locale.ROOT);
        return switch (label) {
            case "submitted", "queued", "pending", "in_progress", "processing", "running" ->
                new Running(progress(response));
            case "completed", "succeeded", "success" -> new Completed(ContentLocation.BY_HANDLE, expiry(response));
            case "failed", "error" ->
                new Failed(failure(withCode(response), "The upstream gives no reason").withRequestId(http.requestId()));
            case "cancelled", "canceled" -> new Failed(new Failure(ErrorCode.CANCELLED, "The upstream cancelled the video"));
            default -> throw new UpstreamException("unknown status '" + truncated(label) + "'", false);
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

    private JsonNode parse(String body) {
        try {
            JsonNode parsed = json.readTree(body);
            return parsed == null ? MissingNode.getInstance() : parsed;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** Returns the error as an object. In contract 4 it is a text, some upstreams add a code, and OpenAI sends an object. */
    private JsonNode withCode(JsonNode response) {
        JsonNode error = response.path("error");
        if (error.isObject()) {
            return error;
        }
        return json.createObjectNode().put("message", error.asText("")).put("code", response.path("code").asText(""));
    }

    private static Failure failure(JsonNode error, String otherwise) {
        String message = truncated(error.path("message").asText(""));
        String code = error.path("code").asText("");
        return new Failure(CODE.matcher(code).matches() ? code : codeOf(message), message.isBlank() ? otherwise : message);
    }

    /** Returns a code for a message without one. The base contract reports a policy violation by its message only. */
    private static String codeOf(String message) {
        boolean policy = message.toLowerCase(Locale.ROOT).contains("content policy");
        return (policy ? ErrorCode.CONTENT_POLICY_VIOLATION : ErrorCode.UPSTREAM_ERROR).wireName();
    }

    private static String truncated(String text) {
        return text.length() <= MESSAGE_LIMIT ? text : text.substring(0, MESSAGE_LIMIT) + "…";
    }
}
