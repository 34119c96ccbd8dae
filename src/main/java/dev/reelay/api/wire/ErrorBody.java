package dev.reelay.api.wire;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/** The JSON body of an error: the envelope of contract 7 with OpenAI's {@code param}. */
@RegisterForReflection
public record ErrorBody(@JsonProperty("error") Detail error) {

    @RegisterForReflection
    record Detail(@JsonProperty("code") String code, @JsonProperty("message") String message,
            @JsonProperty("type") String type, @JsonProperty("param") @Nullable String param) {
    }

    public static ErrorBody of(ReelayException failure) {
        return new ErrorBody(new Detail(failure.code().wireName(), failure.getMessage(), failure.code().type(),
                failure.param().orElse(null)));
    }

    static ErrorBody of(ErrorCode code, String message) {
        return of(new ReelayException(code, message));
    }
}
