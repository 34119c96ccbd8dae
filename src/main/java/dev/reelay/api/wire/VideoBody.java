package dev.reelay.api.wire;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

import dev.reelay.usage.Usd;
import dev.reelay.video.Failure;
import dev.reelay.video.QueuePosition;
import dev.reelay.video.Video;

/**
 * A video in the base format (contract 3 and 4). Extra fields appear only if they apply: {@code expires_at}, the queue
 * position of a waiting video, the error code and upstream request id of a failed one, and the cost in USD, as decimals.
 */
@RegisterForReflection
record VideoBody(
        @JsonProperty("id") String id,
        @JsonProperty("status") String status,
        @JsonProperty("progress") int progress,
        @JsonProperty("prompt") String prompt,
        @JsonProperty("model") String model,
        @JsonProperty("size") String size,
        @JsonProperty("seconds") String seconds,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("url") @Nullable String url,
        @JsonProperty("completed_at") @Nullable Long completedAt,
        @JsonProperty("expires_at") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long expiresAt,
        @JsonProperty("error") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String error,
        @JsonProperty("error_code") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String errorCode,
        @JsonProperty("upstream_request_id") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String upstreamRequestId,
        @JsonProperty("queue_position") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer queuePosition,
        @JsonProperty("progress_estimated") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean progressEstimated,
        @JsonProperty("estimated_seconds") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long estimatedSeconds,
        @JsonProperty("cost") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String cost,
        @JsonProperty("cost_uncertain") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String costUncertain) {

    /**
     * @param url URL of the content, or null if the video is not completed
     * @param expiresAt Unix time in seconds at which the content expires, or null if it is not known
     */
    static VideoBody of(Video video, @Nullable String url, @Nullable Long expiresAt) {
        return new VideoBody(video.id().value(), video.status().wireName(), video.progress().percent(), video.spec().prompt(),
                video.spec().model(), video.spec().size(), video.spec().seconds(), video.times().created().getEpochSecond(),
                url,
                video.times().completed().map(Instant::getEpochSecond).orElse(null), expiresAt,
                video.failure().map(Failure::message).orElse(null),
                video.failure().map(Failure::code).orElse(null),
                video.failure().flatMap(Failure::upstreamRequestId).orElse(null),
                queuePosition(video), progressEstimated(video), estimatedSeconds(video), cost(video), costUncertain(video));
    }

    static @Nullable String cost(Video video) {
        return video.cost().amount().map(Usd::text).orElse(null);
    }

    static @Nullable String costUncertain(Video video) {
        return video.cost().uncertain().map(Usd::text).orElse(null);
    }

    static @Nullable Integer queuePosition(Video video) {
        return video.place().map(QueuePosition::position).orElse(null);
    }

    /** Returns true, or null to leave the field out. */
    static @Nullable Boolean progressEstimated(Video video) {
        return video.progress().estimated() ? true : null;
    }

    static @Nullable Long estimatedSeconds(Video video) {
        return video.place().flatMap(QueuePosition::untilCompletion).map(Duration::toSeconds).orElse(null);
    }
}
