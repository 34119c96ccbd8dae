package dev.reelay.upstream.dialect.fal;

import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

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

/** Parses responses of fal's queue. {@code COMPLETED} only says that the request ended; the result says how. */
final class FalResponseParser {
    private static final String IN_PROGRESS = "still in progress";

    private FalResponseParser() {
    }

    /** @throws UpstreamException if the response does not show whether the upstream accepted the create */
    static Submission submission(UpstreamResponse http) {
        return CreateOutcome.of(http, FalHandle::in, body -> FalError.rejection(http.status(), body));
    }

    static boolean isFinished(UpstreamResponse http) {
        JsonNode body = ProviderJson.parse(http.body());
        return http.status() == 200 && body.path("status").asText("").equals("COMPLETED") && !hasError(body);
    }

    /** @throws UpstreamException if the response does not show the status of the video */
    static UpstreamStatus status(UpstreamResponse http) {
        if (http.status() != 200 && http.status() != 202) { // 202 until the request has ended
            throw new UpstreamException("HTTP " + http.status(), http.status() >= 500);
        }
        JsonNode body = ProviderJson.parse(http.body());
        String status = body.path("status").asText("");
        if (status.equals("COMPLETED") && hasError(body)) {
            return new Failed(FalError.failure(body).withRequestId(http.requestId()));
        }
        if (status.equals("IN_QUEUE") || status.equals("IN_PROGRESS")) {
            return new Running(Optional.empty());
        }
        throw new UpstreamException("unknown status '" + ProviderJson.truncated(status) + "'", false);
    }

    /** @throws UpstreamException if the response does not show the outcome, such as for an error of fal's own servers */
    static UpstreamStatus result(UpstreamResponse http) {
        JsonNode body = ProviderJson.parse(http.body());
        if (http.status() == 200) {
            return ProviderJson.url(body.path("video").path("url"))
                    .<UpstreamStatus> map(url -> new Completed(new ContentLocation(Optional.of(url)), Optional.empty()))
                    .orElseThrow(() -> new UpstreamException("the result has no video", false));
        }
        if (http.status() == 400 && body.path("detail").asText("").contains(IN_PROGRESS)) {
            return new Running(Optional.empty());
        }
        boolean told = body.path("detail").isArray() && !body.path("detail").isEmpty()
                || !body.path("error_type").asText("").isEmpty();
        if (told) {
            return new Failed(FalError.failure(body).withRequestId(http.requestId()));
        }
        throw new UpstreamException("HTTP " + http.status(), http.status() >= 500);
    }

    private static boolean hasError(JsonNode body) {
        return !body.path("error").asText("").isEmpty() || !body.path("error_type").asText("").isEmpty();
    }
}
