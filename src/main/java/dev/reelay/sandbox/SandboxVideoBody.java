package dev.reelay.sandbox;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** A video as the manual shows it. A failed one has a body of its own there. */
sealed interface SandboxVideoBody {

    /**
     * @param progress
     *        percent
     * @param createdAt
     *        Unix seconds
     * @param url
     *        null until the video is completed, as is the time
     * @param expiresAt
     *        what the manual leaves out: when the content goes, in OpenAI's words
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
     * @param error
     *        the message alone, as in the manual
     * @param code
     *        what the manual leaves out: its error code
     */
    @RegisterForReflection
    record Failed(@JsonProperty("id") String id, @JsonProperty("status") String status,
            @JsonProperty("progress") int progress, @JsonProperty("error") String error,
            @JsonProperty("code") String code, @JsonProperty("created_at") long createdAt) implements SandboxVideoBody {
    }

    /**
     * @param progress
     *        percent
     * @param url
     *        where the content is, or will be
     * @param expiresAt
     *        when it goes, once it is there
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
