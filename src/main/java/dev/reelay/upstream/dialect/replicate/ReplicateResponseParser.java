package dev.reelay.upstream.dialect.replicate;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

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

/** Parses responses of Replicate's predictions. */
final class ReplicateResponseParser {
    /** The life of a result, counted from the creation of its prediction. */
    static final Duration LIFE = Duration.ofHours(1);

    /** A progress bar in the log of a model, such as {@code 40%|####      | 8/20}. */
    private static final Pattern PROGRESS = Pattern.compile("(?m)^\\s*(\\d{1,3})%\\s*\\|[^|\\n]+\\|\\s*\\d+/\\d+");
    /** A code in the messages of models that rejected an input or output as sensitive. */
    private static final String SENSITIVE = "E005";
    private static final String EXPIRED = "expired";

    private ReplicateResponseParser() {
    }

    /** @throws UpstreamException if the response does not show whether the upstream accepted the create */
    static Submission submission(UpstreamResponse http) {
        return CreateOutcome.of(http, CreateOutcome::id, body -> rejection(http.status(), body));
    }

    /** @throws UpstreamException if the response does not show the status of the video */
    static UpstreamStatus status(UpstreamResponse http) {
        if (http.status() != 200) {
            throw new UpstreamException("HTTP " + http.status(), http.status() >= 500);
        }
        JsonNode prediction = ProviderJson.parse(http.body());
        String status = prediction.path("status").asText("");
        return switch (status) {
            case "starting", "processing" -> new Running(progress(prediction.path("logs").asText("")));
            case "succeeded" -> succeeded(prediction);
            case "failed" -> new Failed(failure(prediction).withRequestId(http.requestId()));
            case "canceled" -> new Failed(new Failure(ErrorCode.CANCELLED, "The upstream cancelled the video"));
            case "aborted" -> new Failed(new Failure(EXPIRED, "The upstream aborted the video before it started"));
            default -> throw new UpstreamException("unknown status '" + ProviderJson.truncated(status) + "'", false);
        };
    }

    /** Returns the result, whose URL is missing when Replicate has removed it. */
    private static UpstreamStatus succeeded(JsonNode prediction) {
        JsonNode output = prediction.path("output");
        Optional<URI> url = ProviderJson.url(output.isArray() ? output.path(0) : output);
        if (url.isEmpty() && prediction.path("data_removed").asBoolean()) {
            return new Failed(new Failure(EXPIRED, "The upstream has removed the video"));
        }
        return url.<UpstreamStatus> map(found -> new Completed(new ContentLocation(url), expiry(prediction)))
                .orElseThrow(() -> new UpstreamException("the prediction has no output", false));
    }

    private static Optional<Instant> expiry(JsonNode prediction) {
        try {
            return Optional.of(OffsetDateTime.parse(prediction.path("created_at").asText("")).toInstant().plus(LIFE));
        } catch (DateTimeParseException absent) {
            return Optional.empty();
        }
    }

    /** Returns the percentage of the last progress bar. */
    private static Optional<Integer> progress(String logs) {
        return PROGRESS.matcher(logs).results().reduce((first, last) -> last)
                .map((MatchResult bar) -> Math.min(100, Integer.parseInt(bar.group(1))));
    }

    private static Failure failure(JsonNode prediction) {
        String message = prediction.path("error").asText("");
        return ProviderJson.failure(isModeration(message) ? ErrorCode.CONTENT_POLICY_VIOLATION.wireName() : "", message,
                "The upstream gives no reason");
    }

    private static Failure rejection(int status, JsonNode body) {
        String message = body.path("detail").asText(body.path("title").asText(""));
        ErrorCode code = isModeration(message) ? ErrorCode.CONTENT_POLICY_VIOLATION
                : status == 403 ? ErrorCode.AUTHENTICATION_ERROR : ErrorCode.INVALID_REQUEST;
        return ProviderJson.failure(code.wireName(), message, "The upstream rejected the request with HTTP " + status);
    }

    /** Returns whether a model's own message speaks of moderation. Replicate has no code for it. */
    private static boolean isModeration(String message) {
        return message.contains(SENSITIVE) || ProviderJson.isModeration(message);
    }
}
