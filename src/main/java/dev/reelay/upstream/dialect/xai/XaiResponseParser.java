package dev.reelay.upstream.dialect.xai;

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

/** Parses responses of xAI. A finished request has no video if the moderation withholds it. */
final class XaiResponseParser {
    private static final int PENDING = 202;

    private XaiResponseParser() {
    }

    /** @throws UpstreamException if the response does not show whether the upstream accepted the create */
    static Submission submission(UpstreamResponse http) {
        return CreateOutcome.of(http,
                body -> Optional.of(body.path("request_id").asText("")).filter(id -> !id.isEmpty()).map(Handle::new),
                body -> failure(body, "The upstream rejected the request with HTTP " + http.status()));
    }

    /** @throws UpstreamException if the response does not show the status of the video */
    static UpstreamStatus status(UpstreamResponse http) {
        JsonNode body = ProviderJson.parse(http.body());
        if (http.status() == PENDING) { // with or without a body
            return new Running(progress(body));
        }
        if (http.status() != 200) {
            throw new UpstreamException("HTTP " + http.status(), http.status() >= 500);
        }
        JsonNode video = body.path("video");
        Optional<ContentLocation> location = ProviderJson.url(video.path("url"))
                .map(url -> new ContentLocation(Optional.of(url)));
        String status = body.path("status").asText(location.isPresent() ? "done" : "");
        return switch (status) {
            case "pending" -> new Running(progress(body));
            case "done" -> done(video, location);
            case "failed" -> new Failed(failure(body, "The upstream gives no reason").withRequestId(http.requestId()));
            case "expired" -> new Failed(new Failure("expired", "The video expired at the upstream"));
            default -> throw new UpstreamException("unknown status '" + ProviderJson.truncated(status) + "'", false);
        };
    }

    private static UpstreamStatus done(JsonNode video, Optional<ContentLocation> location) {
        if (video.path("respect_moderation").isBoolean() && !video.path("respect_moderation").booleanValue()) {
            return new Failed(new Failure(ErrorCode.CONTENT_POLICY_VIOLATION, "The upstream's moderation withholds the video"));
        }
        return new Completed(location.orElseThrow(() -> new UpstreamException("the finished request has no video", false)),
                Optional.empty());
    }

    private static Optional<Integer> progress(JsonNode body) {
        return Optional.of(body.path("progress")).filter(JsonNode::isInt)
                .map(percent -> Math.max(0, Math.min(100, percent.intValue())));
    }

    /** Reads an error, which is an object with a code, or a text beside a code. */
    private static Failure failure(JsonNode body, String otherwise) {
        JsonNode error = body.path("error");
        return error.isObject()
                ? ProviderJson.failure(error.path("code").asText(""), error.path("message").asText(""), otherwise)
                : ProviderJson.failure(body.path("code").asText(""), error.asText(""), otherwise);
    }
}
