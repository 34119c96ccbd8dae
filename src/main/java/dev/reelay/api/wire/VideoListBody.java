package dev.reelay.api.wire;

import java.util.List;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** A page of videos, in OpenAI's format. */
@RegisterForReflection
public record VideoListBody(
        @JsonProperty("object") String object,
        @JsonProperty("data") List<Object> data,
        @JsonProperty("first_id") @Nullable String firstId,
        @JsonProperty("last_id") @Nullable String lastId,
        @JsonProperty("has_more") boolean hasMore) {

    public static VideoListBody of(List<Object> videos, List<String> ids, boolean hasMore) {
        return new VideoListBody("list", videos, ids.isEmpty() ? null : ids.get(0),
                ids.isEmpty() ? null : ids.get(ids.size() - 1), hasMore);
    }
}
