package dev.reelay.video;

import java.util.Optional;

import dev.reelay.error.ErrorCode;

/**
 * The reason of a failed video (contract 4).
 *
 * @param code a wire name of {@link ErrorCode}, or the upstream's error code
 * @param message the text for the client
 * @param upstreamRequestId request id of the upstream's response, for the upstream's support
 * @param mayBeBilled true if the upstream may have made the video, and may bill it
 */
public record Failure(String code, String message, Optional<String> upstreamRequestId, boolean mayBeBilled) {
    public Failure(String code, String message) {
        this(code, message, Optional.empty(), false);
    }

    public Failure(ErrorCode code, String message) {
        this(code.wireName(), message);
    }

    /** Returns this failure of a video that the upstream may bill. */
    public Failure billable() {
        return new Failure(code, message, upstreamRequestId, true);
    }

    /** Returns this failure of a video that its upstream cannot stop, with a message that says so. */
    public Failure unstoppable() {
        return new Failure(code, message + ". The upstream cannot stop it, and may bill it", upstreamRequestId, true);
    }

    public Failure withRequestId(Optional<String> upstreamRequestId) {
        return new Failure(code, message, upstreamRequestId, mayBeBilled);
    }
}
