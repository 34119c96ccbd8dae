package dev.reelay.upstream;

import java.util.Optional;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.upstream.account.Operation;

/**
 * A request for the content of a video at the upstream (contract 5).
 *
 * @param variant parameter {@code variant} of OpenAI's API, such as {@code thumbnail}; empty for the video
 * @param range value of the header {@code Range}
 * @param ifRange value of the header {@code If-Range}: the validator of the content that the range belongs to
 * @param background true for the archive, which leaves part of the account's requests to clients
 */
public record ContentQuery(Optional<String> variant, Optional<String> range, Optional<String> ifRange, boolean background) {

    Operation operation() {
        return background ? Operation.ARCHIVE : Operation.CONTENT;
    }

    /** Returns the error for a response that does not serve this query, or empty. */
    Optional<ReelayException> errorFor(int status, Optional<String> type) {
        return switch (status) {
            case 200, 206 -> isExpected(status, type.orElse("")) ? Optional.empty() : Optional.of(notMeant(type.orElse("")));
            case 416 -> range.isPresent() ? Optional.empty() : Optional.of(unexpected("HTTP 416"));
            case 404, 410 -> Optional.of(new ReelayException(ErrorCode.NOT_FOUND,
                    "The upstream no longer has the content of this video"));
            case 429, 503 -> Optional.of(new ReelayException(ErrorCode.UPSTREAM_UNAVAILABLE,
                    "The upstream is busy; try again"));
            case 400, 422 -> Optional.of(variant.map(this::notOffered).orElseGet(() -> unexpected("HTTP " + status)));
            default -> Optional.of(unexpected("HTTP " + status));
        };
    }

    /** Checks the content type too: some upstreams send an error with 200, others send the video for any variant. */
    private boolean isExpected(int status, String type) {
        boolean text = type.startsWith("application/json") || type.startsWith("text/");
        return (status == 200 || range.isPresent()) && (variant.isPresent() ? type.startsWith("image/") : !text);
    }

    private ReelayException notMeant(String type) {
        return variant.map(this::notOffered).orElseGet(() -> unexpected(type.isEmpty() ? "an unexpected range" : type));
    }

    /** Returns the error if the provider has no such variant at all. */
    ReelayException notOffered() {
        return variant.map(this::notOffered).orElseGet(() -> unexpected("no URL"));
    }

    private ReelayException notOffered(String name) {
        return ReelayException.invalid("variant", "The upstream of this video does not offer the variant " + name);
    }

    private static ReelayException unexpected(String what) {
        return new ReelayException(ErrorCode.UPSTREAM_ERROR, "The upstream answered the content request with " + what);
    }
}
