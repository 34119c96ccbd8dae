package dev.reelay.api;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** That a video is gone, in OpenAI's form. */
@RegisterForReflection
record DeletedBody(
        @JsonProperty("id") String id,
        @JsonProperty("object") String object,
        @JsonProperty("deleted") boolean deleted) {

    static DeletedBody of(String id) {
        return new DeletedBody(id, "video.deleted", true);
    }
}
