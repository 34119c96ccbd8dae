package dev.reelay.upstream.dialect.xai;

import java.math.BigDecimal;
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

/** Parses responses of xAI. {@code done} is no success if the moderation did not respect the video. */
final class XaiResponseParser {
    /** xAI states a charge in ticks: 10^10 of them are 1 USD. */
    private static final int TICK_SCALE = 10;

    private XaiResponseParser() {
    }

    /** @throws UpstreamException if the response does not show whether the upstream accepted the create */
    static Submission submission(UpstreamResponse http) {
        return CreateOutcome.of(http, XaiResponseParser::handle, body -> XaiError.rejection(http.status(), body));
    }

    /** @throws UpstreamException if the response does not show the status of the video */
    static UpstreamStatus status(UpstreamResponse http) {
        JsonNode body = ProviderJson.parse(http.body());
        if (http.status() == 202) { // the body may be empty
            return new Running(progress(body));
        }
        if (http.status() != 200) {
            throw new UpstreamException("HTTP " + http.status(), http.status() >= 500);
        }
        String status = body.path("status").asText("");
        return switch (status) {
            case "pending" -> new Running(progress(body));
            case "done" -> end(body);
            case "" -> withoutStatus(body);
            case "failed" -> new Failed(XaiError.failure(body).withRequestId(http.requestId()), charge(body));
            case "expired" -> new Failed(new Failure("expired", "The request expired at the upstream"));
            default -> throw new UpstreamException("unknown status '" + ProviderJson.truncated(status) + "'", false);
        };
    }

    /** A response that has a video and no status is that of a video that is done. */
    private static UpstreamStatus withoutStatus(JsonNode body) {
        if (!body.path("video").isObject()) {
            throw new UpstreamException("the response has no status", false);
        }
        return end(body);
    }

    private static UpstreamStatus end(JsonNode body) {
        JsonNode video = body.path("video");
        if (!video.path("respect_moderation").asBoolean(true)) {
            return new Failed(new Failure(ErrorCode.CONTENT_POLICY_VIOLATION, "The upstream's moderation withholds the video"),
                    charge(body));
        }
        return ProviderJson.url(video.path("url"))
                .<UpstreamStatus> map(
                        url -> new Completed(new ContentLocation(Optional.of(url)), Optional.empty(), charge(body)))
                .orElseThrow(() -> new UpstreamException("the video has no URL", false));
    }

    private static Optional<Integer> progress(JsonNode body) {
        JsonNode progress = body.path("progress");
        return progress.isNumber() ? Optional.of(Math.max(0, Math.min(100, progress.intValue()))) : Optional.empty();
    }

    private static Optional<BigDecimal> charge(JsonNode body) {
        JsonNode ticks = body.path("usage").path("cost_in_usd_ticks");
        return ticks.isIntegralNumber() && ticks.canConvertToLong() && ticks.longValue() >= 0
                ? Optional.of(BigDecimal.valueOf(ticks.longValue(), TICK_SCALE).stripTrailingZeros())
                : Optional.empty();
    }

    private static Optional<Handle> handle(JsonNode body) {
        return Optional.of(body.path("request_id").asText("")).filter(id -> !id.isEmpty()).map(Handle::new);
    }
}
