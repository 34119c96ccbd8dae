package dev.reelay.sandbox;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The body of an error (contract 7). */
@RegisterForReflection
record SandboxErrorBody(@JsonProperty("error") Detail error) {

    @RegisterForReflection
    record Detail(@JsonProperty("code") String code, @JsonProperty("message") String message,
            @JsonProperty("type") String type) {
    }
}
