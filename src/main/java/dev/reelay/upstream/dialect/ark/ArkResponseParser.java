package dev.reelay.upstream.dialect.ark;

import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;

import dev.reelay.error.ErrorCode;
import dev.reelay.upstream.dialect.ContentLocation;
import dev.reelay.upstream.dialect.Handle;
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

/** Parses responses of Ark. A failed task is a response with status code 200. */
final class ArkResponseParser {
    /** No source confirms the codes of the moderation; several contain this word. */
    private static final String MODERATION = "SensitiveContentDetected";

    private ArkResponseParser() {
    }

    /** @throws UpstreamException if the response does not show whether the upstream accepted the create */
    static Submission submission(UpstreamResponse http) {
        return CreateOutcome.of(http,
                body -> Optional.of(body.path("id").asText("")).filter(id -> !id.isEmpty()).map(Handle::new),
                body -> failure(body.path("error"), "The upstream rejected the request with HTTP " + http.status()));
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
                    .orElseThrow(() -> new UpstreamException("the finished task has no video", false));
            case "failed" -> new Failed(
                    failure(body.path("error"), "The upstream gives no reason").withRequestId(http.requestId()));
            case "cancelled" -> new Failed(new Failure(ErrorCode.CANCELLED, "The upstream cancelled the video"));
            case "expired" -> new Failed(new Failure("expired", "The video expired before the upstream made it"));
            default -> throw new UpstreamException("unknown status '" + ProviderJson.truncated(status) + "'", false);
        };
    }

    private static Failure failure(JsonNode error, String otherwise) {
        String code = error.path("code").asText("");
        return ProviderJson.failure(
                code.contains(MODERATION) ? ErrorCode.CONTENT_POLICY_VIOLATION.wireName() : code,
                error.path("message").asText(""), otherwise);
    }
}
