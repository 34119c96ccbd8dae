package dev.reelay.upstream.dialect.gemini;

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

/**
 * Parses long-running operations. {@code done} only says that the operation ended: with an error, with a video or with none.
 */
final class GeminiResponseParser {
    private GeminiResponseParser() {
    }

    /** @throws UpstreamException if the response does not show whether the upstream accepted the create */
    static Submission submission(UpstreamResponse http) {
        return CreateOutcome.of(http, body -> Optional.of(name(body)).filter(name -> !name.isEmpty()).map(Handle::new),
                body -> GeminiError.rejection(http.status(), body));
    }

    /** @throws UpstreamException if the response does not show the status of the video */
    static UpstreamStatus status(UpstreamResponse http) {
        if (http.status() != 200) {
            throw new UpstreamException("HTTP " + http.status(), http.status() >= 500);
        }
        JsonNode body = ProviderJson.parse(http.body());
        if (name(body).isEmpty()) {
            throw new UpstreamException("the response is no operation", false);
        }
        if (!body.path("done").asBoolean(false)) {
            return new Running(Optional.empty());
        }
        if (body.path("error").isObject()) {
            return new Failed(GeminiError.failure(body.path("error")).withRequestId(http.requestId()));
        }
        JsonNode videos = body.path("response").path("generateVideoResponse");
        if (!videos.isObject()) {
            throw new UpstreamException("the operation ended without a response", false);
        }
        return end(videos, http.requestId());
    }

    /** A video that the moderation withholds is missing among the samples, with or without a reason. */
    private static UpstreamStatus end(JsonNode videos, Optional<String> requestId) {
        JsonNode sample = videos.path("generatedSamples").path(0);
        if (sample.isMissingNode()) {
            String reason = videos.path("raiMediaFilteredReasons").path(0).asText("");
            return new Failed(ProviderJson.failure(ErrorCode.CONTENT_POLICY_VIOLATION.wireName(), reason,
                    "The upstream withholds the video").withRequestId(requestId));
        }
        return ProviderJson.url(sample.path("video").path("uri"))
                .<UpstreamStatus> map(url -> new Completed(new ContentLocation(Optional.of(url)), Optional.empty()))
                .orElseThrow(() -> new UpstreamException("the sample has no URI", false));
    }

    private static String name(JsonNode operation) {
        return operation.path("name").asText("");
    }
}
