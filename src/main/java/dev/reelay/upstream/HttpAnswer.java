package dev.reelay.upstream;

import java.util.Optional;

import jakarta.ws.rs.core.Response;

/**
 * An answer of the upstream as it came over the wire.
 *
 * @param retryAfter header of that name
 * @param requestId header {@code x-request-id}, by which the upstream's support finds the request
 */
record HttpAnswer(int status, String body, Optional<String> retryAfter, Optional<String> requestId) {

    static HttpAnswer of(Response response) {
        return new HttpAnswer(response.getStatus(), Optional.ofNullable(response.readEntity(String.class)).orElse(""),
                Optional.ofNullable(response.getHeaderString("Retry-After")),
                Optional.ofNullable(response.getHeaderString("x-request-id")).filter(id -> !id.isBlank()));
    }
}
