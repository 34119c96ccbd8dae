package dev.reelay.video;

import java.util.Optional;

import dev.reelay.error.ErrorCode;

/**
 * The reason of a failed video (contract 4).
 *
 * @param code a wire name of {@link ErrorCode}, or the upstream's error code
 * @param message the text for the client
 * @param upstreamRequestId request id of the upstream's response, for the upstream's support
 */
public record Failure(String code, String message, Optional<String> upstreamRequestId) {
    public Failure(String code, String message) {
        this(code, message, Optional.empty());
    }

    public Failure(ErrorCode code, String message) {
        this(code.wireName(), message);
    }

    /** Returns this failure of a video that its upstream cannot stop, with a message that says so. */
    public Failure mayBeBilled() {
        return new Failure(code, message + ". The upstream cannot stop it, and may bill it", upstreamRequestId);
    }

    public Failure withRequestId(Optional<String> upstreamRequestId) {
        return new Failure(code, message, upstreamRequestId);
    }
}
