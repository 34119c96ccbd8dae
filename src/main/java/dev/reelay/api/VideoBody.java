package dev.reelay.api;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

import dev.reelay.video.Failure;
import dev.reelay.video.Video;
import dev.reelay.video.VideoStatus;

/**
 * A video as the manual shows it (sections "提交视频生成请求" and "查询视频状态"). Of a failed one it also tells the code, which the
 * manual's one string cannot carry.
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
        @JsonProperty("error") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String error,
        @JsonProperty("error_code") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String errorCode) {

    /** @param baseUrl what {@code /v1/videos} is appended to */
    static VideoBody of(Video video, String baseUrl) {
        return new VideoBody(video.id().value(), video.status().wireName(), video.progress(), video.spec().prompt(),
                video.spec().model(), video.spec().size(), video.spec().seconds(), video.createdAt().getEpochSecond(),
                video.status() == VideoStatus.COMPLETED ? baseUrl + "/v1/videos/" + video.id() + "/content" : null,
                video.completedAt().map(Instant::getEpochSecond).orElse(null),
                video.failure().map(Failure::message).orElse(null),
                video.failure().map(Failure::code).orElse(null));
    }
}
