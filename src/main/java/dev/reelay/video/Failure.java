package dev.reelay.video;

import dev.reelay.error.ErrorCode;

/**
 * Why a video failed.
 *
 * @param code one of {@link ErrorCode}'s wire names, or the upstream's own word
 * @param message in plain words, for the caller
 */
public record Failure(String code, String message) {
    public Failure(ErrorCode code, String message) {
        this(code.wireName(), message);
    }
}
