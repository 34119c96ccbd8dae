package dev.reelay.api.wire;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

import dev.reelay.video.Video;

/** A video in the format of OpenAI's Videos API: its required fields and the same extra fields as {@link VideoBody}. */
@RegisterForReflection
record OpenAiVideoBody(
        @JsonProperty("id") String id,
        @JsonProperty("object") String object,
        @JsonProperty("model") String model,
        @JsonProperty("status") String status,
        @JsonProperty("progress") int progress,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("completed_at") @Nullable Long completedAt,
        @JsonProperty("expires_at") @Nullable Long expiresAt,
        @JsonProperty("prompt") String prompt,
        @JsonProperty("size") String size,
        @JsonProperty("seconds") String seconds,
        @JsonProperty("remixed_from_video_id") @Nullable String remixedFromVideoId,
        @JsonProperty("error") @Nullable Problem error,
        @JsonProperty("url") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String url,
        @JsonProperty("queue_position") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer queuePosition,
        @JsonProperty("progress_estimated") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean progressEstimated,
        @JsonProperty("estimated_seconds") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long estimatedSeconds,
        @JsonProperty("cost") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String cost,
        @JsonProperty("cost_uncertain") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String costUncertain) {

    @RegisterForReflection
    record Problem(@JsonProperty("code") String code, @JsonProperty("message") String message) {
    }

    /**
     * @param url URL of the content, or null if the video is not completed
     * @param expiresAt Unix time in seconds at which the content expires, or null if it is not known
     */
    static OpenAiVideoBody of(Video video, @Nullable String url, @Nullable Long expiresAt) {
        return new OpenAiVideoBody(video.id().value(), "video", video.spec().model(),
                video.isWaiting() ? "queued" : video.status().wireName(), video.progress().percent(),
                video.times().created().getEpochSecond(), video.times().completed().map(Instant::getEpochSecond).orElse(null),
                expiresAt,
                video.spec().prompt(), video.spec().size(), video.spec().seconds(), null,
                video.failure().map(why -> new Problem(why.code(), why.message())).orElse(null), url,
                VideoBody.queuePosition(video), VideoBody.progressEstimated(video), VideoBody.estimatedSeconds(video),
                VideoBody.cost(video), VideoBody.costUncertain(video));
    }
}
