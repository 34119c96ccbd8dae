package dev.reelay.video;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * A create request with valid parameters (contract 3).
 *
 * @param owner owner of the API key
 * @param keyId id of the API key
 * @param idempotencyKey value of the header {@code Idempotency-Key}; a repeated create returns the first video
 * @param repetition true if the client's SDK marks this request as a retry; it then returns a recent video with the same
 *        fingerprint
 * @param deadline the maximum time from now until the end of the video, from the header {@code Cancel-After}
 * @param webhookUrl a URL that gets the events of this video
 * @param price what the video will cost, in USD; empty if its model has no price
 */
public record CreateVideo(String owner, Optional<String> keyId, VideoSpec spec, Optional<ReferenceImage> image,
        Fingerprint fingerprint,
        Optional<String> idempotencyKey, boolean repetition, Optional<Duration> deadline,
        Optional<String> webhookUrl, Optional<BigDecimal> price) {
}
