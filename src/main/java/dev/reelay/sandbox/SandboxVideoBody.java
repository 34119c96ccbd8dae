package dev.reelay.sandbox;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The JSON of a video (contract 3 and 4). A failed video has other fields. */
sealed interface SandboxVideoBody {

    /**
     * A video that has not failed.
     *
     * @param progress
     *        in percent
     * @param createdAt
     *        in Unix seconds
     * @param url
     *        the URL of the content, or null until the video is completed
     * @param completedAt
     *        in Unix seconds, or null until the video is completed
     * @param expiresAt
     *        the expiry of the content in Unix seconds: not in the base contract, but in OpenAI's Videos API
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.ALWAYS)
    record Full(@JsonProperty("id") String id, @JsonProperty("status") String status,
            @JsonProperty("progress") int progress, @JsonProperty("prompt") String prompt,
            @JsonProperty("model") String model, @JsonProperty("size") String size,
            @JsonProperty("seconds") String seconds, @JsonProperty("created_at") long createdAt,
            @JsonProperty("url") @Nullable String url,
            @JsonProperty("completed_at") @Nullable Long completedAt,
            @JsonProperty("expires_at") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long expiresAt)
            implements
                SandboxVideoBody {
    }

    /**
     * A failed video.
     *
     * @param error
     *        the message of the error
     * @param code
     *        the error code, which is not in the base contract
     */
    @RegisterForReflection
    record Failed(@JsonProperty("id") String id, @JsonProperty("status") String status,
            @JsonProperty("progress") int progress, @JsonProperty("error") String error,
            @JsonProperty("code") String code, @JsonProperty("created_at") long createdAt) implements SandboxVideoBody {
    }

    /**
     * Returns the body of a video.
     *
     * @param progress
     *        in percent
     * @param url
     *        the URL of the content, which the body has only for a completed video
     * @param expiresAt
     *        the expiry of the content, or empty before the video ends
     */
    static SandboxVideoBody of(SandboxVideo video, int progress, String url, Optional<Instant> expiresAt) {
        long createdAt = video.createdAt().getEpochSecond();
        if (video.failure().isPresent()) {
            SandboxVideo.Failure failure = video.failure().get();
            return new Failed(video.id(), word(video.status()), progress, failure.message(), failure.code(), createdAt);
        }
        boolean done = video.isTerminal();
        return new Full(video.id(), word(video.status()), progress, video.prompt(), video.model(),
                video.size().toString(), String.valueOf(video.seconds()), createdAt, done ? url : null,
                done ? Long.valueOf(video.settledAt().orElseThrow().getEpochSecond()) : null,
                expiresAt.map(Instant::getEpochSecond).orElse(null));
    }

    static String word(SandboxVideo.Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
