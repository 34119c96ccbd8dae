package dev.reelay.video;

import java.util.Optional;

import dev.reelay.error.ErrorCode;

/**
 * Why a video failed.
 *
 * @param code one of {@link ErrorCode}'s wire names, or the upstream's own word
 * @param message in plain words, for the caller
 * @param upstreamRequestId of the upstream's answer that said so, for its support
 */
public record Failure(String code, String message, Optional<String> upstreamRequestId) {
    public Failure(String code, String message) {
        this(code, message, Optional.empty());
    }

    public Failure(ErrorCode code, String message) {
        this(code.wireName(), message);
    }

    /** The upstream did not say so: it may still be making the video. */
    boolean isLocal() {
        return code.equals(ErrorCode.GENERATION_TIMEOUT.wireName()) || code.equals(ErrorCode.UPSTREAM_ERROR.wireName())
                || code.equals(ErrorCode.CANCELLED.wireName());
    }

    public Failure withRequestId(Optional<String> upstreamRequestId) {
        return new Failure(code, message, upstreamRequestId);
    }
}
