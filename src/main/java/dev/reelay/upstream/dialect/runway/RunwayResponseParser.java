package dev.reelay.upstream.dialect.runway;

import java.util.Locale;
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

/** Parses responses of Runway's API. */
final class RunwayResponseParser {
    private RunwayResponseParser() {
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
        JsonNode task = ProviderJson.parse(http.body());
        String status = task.path("status").asText("");
        return switch (status) {
            case "PENDING", "THROTTLED" -> new Running(Optional.empty()); // throttled: it waits for the account's other tasks
            case "RUNNING" -> new Running(progress(task.path("progress")));
            case "SUCCEEDED" -> ProviderJson.url(task.path("output").path(0))
                    .<UpstreamStatus> map(url -> new Completed(new ContentLocation(Optional.of(url)), Optional.empty()))
                    .orElseThrow(() -> new UpstreamException("the task has no output", false));
            case "FAILED" -> new Failed(failure(task).withRequestId(http.requestId()));
            case "CANCELLED" -> new Failed(new Failure(ErrorCode.CANCELLED, "The upstream cancelled the video"));
            default -> throw new UpstreamException("unknown status '" + ProviderJson.truncated(status) + "'", false);
        };
    }

    /** Returns the progress in percent. Runway states a fraction of 1. */
    private static Optional<Integer> progress(JsonNode progress) {
        return progress.isNumber() ? Optional.of((int) Math.round(Math.max(0, Math.min(1, progress.doubleValue())) * 100))
                : Optional.empty();
    }

    /** Returns why a task failed. Its code has several parts, and one of them is {@code SAFETY} after a moderation. */
    private static Failure failure(JsonNode task) {
        String code = task.path("failureCode").asText("");
        boolean moderation = ("." + code + ".").contains(".SAFETY.");
        return ProviderJson.failure(moderation ? ErrorCode.CONTENT_POLICY_VIOLATION.wireName() : code,
                task.path("failure").asText(""), "The upstream gives no reason");
    }

    /** Returns why a create was rejected. A lack of credit has status code 400 too, so only its text tells. */
    private static Failure rejection(int status, JsonNode body) {
        String message = message(body);
        return ProviderJson.failure(code(status, message).wireName(), message,
                "The upstream rejected the request with HTTP " + status);
    }

    private static ErrorCode code(int status, String message) {
        if (message.toLowerCase(Locale.ROOT).contains("enough credits")) {
            return ErrorCode.INSUFFICIENT_QUOTA;
        }
        if (ProviderJson.isModeration(message)) {
            return ErrorCode.CONTENT_POLICY_VIOLATION;
        }
        return status == 403 ? ErrorCode.AUTHENTICATION_ERROR : ErrorCode.INVALID_REQUEST;
    }

    /** Returns the error, with the first of its issues if it has a list of them. */
    private static String message(JsonNode body) {
        String error = body.path("error").asText("");
        String issue = body.path("issues").path(0).path("message").asText("");
        return issue.isEmpty() ? error : error + ": " + issue;
    }
}
