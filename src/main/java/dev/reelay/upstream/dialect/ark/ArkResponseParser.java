package dev.reelay.upstream.dialect.ark;

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

/** Parses tasks of Ark. A failed task comes with HTTP status code 200. */
final class ArkResponseParser {
    private ArkResponseParser() {
    }

    /** @throws UpstreamException if the response does not show whether the upstream accepted the create */
    static Submission submission(UpstreamResponse http) {
        return CreateOutcome.of(http, CreateOutcome::id, body -> ArkError.rejection(http.status(), body.path("error")));
    }

    /** @throws UpstreamException if the response does not show the status of the video */
    static UpstreamStatus status(UpstreamResponse http) {
        if (http.status() != 200) {
            throw new UpstreamException("HTTP " + http.status(), http.status() >= 500);
        }
        JsonNode body = ProviderJson.parse(http.body());
        String status = body.path("status").asText("");
        return switch (status) {
            case "queued", "running" -> new Running(Optional.empty());
            case "succeeded" -> ProviderJson.url(body.path("content").path("video_url"))
                    .<UpstreamStatus> map(url -> new Completed(new ContentLocation(Optional.of(url)), Optional.empty()))
                    .orElseThrow(() -> new UpstreamException("the task has no video", false));
            case "failed" -> new Failed(ArkError.failure(body.path("error")).withRequestId(http.requestId()));
            case "cancelled" -> new Failed(new Failure(ErrorCode.CANCELLED, "The upstream cancelled the video"));
            case "expired" -> new Failed(new Failure("expired", "The task expired at the upstream"));
            default -> throw new UpstreamException("unknown status '" + ProviderJson.truncated(status) + "'", false);
        };
    }
}
