package dev.reelay.api.wire;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The response to a delete, in OpenAI's format. */
@RegisterForReflection
public record DeletedBody(
        @JsonProperty("id") String id,
        @JsonProperty("object") String object,
        @JsonProperty("deleted") boolean deleted) {

    public static DeletedBody of(String id) {
        return of(id, "video");
    }

    /** @param kind the kind of what was deleted, such as {@code video} */
    public static DeletedBody of(String id, String kind) {
        return new DeletedBody(id, kind + ".deleted", true);
    }
}
