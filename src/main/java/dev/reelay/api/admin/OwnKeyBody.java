package dev.reelay.api.admin;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The JSON body of a key for its caller: {@link KeyBody} without what is for administrators only. */
@RegisterForReflection
record OwnKeyBody(
        @JsonProperty("id") String id,
        @JsonProperty("object") String object,
        @JsonProperty("name") String name,
        @JsonProperty("owner") String owner,
        @JsonProperty("status") String status,
        @JsonProperty("last_four") @Nullable String lastFour,
        @JsonProperty("created_at") @Nullable Long createdAt,
        @JsonProperty("expires_at") @Nullable Long expiresAt,
        @JsonUnwrapped KeyLimitsBody limits) {

    static OwnKeyBody of(KeyBody key) {
        return new OwnKeyBody(key.id(), key.object(), key.name(), key.owner(), key.status(), key.lastFour(), key.createdAt(),
                key.expiresAt(), key.limits());
    }
}
