package dev.reelay.sandbox;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The manual's error envelope. */
@RegisterForReflection
record SandboxErrorBody(@JsonProperty("error") Detail error) {

    @RegisterForReflection
    record Detail(@JsonProperty("code") String code, @JsonProperty("message") String message,
            @JsonProperty("type") String type) {
    }
}
