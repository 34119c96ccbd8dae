package dev.reelay.upstream;

import java.util.Optional;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/**
 * What the upstream is asked for.
 *
 * @param variant of the content, in OpenAI's words; empty for the video itself, which the manual's upstreams know alone
 * @param range header of that name
 * @param ifRange header of that name: the range is meant for the content that this validates
 * @param background leaves the budget to requests that cannot
 */
public record ContentQuery(Optional<String> variant, Optional<String> range, Optional<String> ifRange, boolean background) {

    Operation operation() {
        return background ? Operation.ARCHIVE : Operation.CONTENT;
    }

    /** Of the url, with its question mark; or nothing. */
    String parameters() {
        return variant.map(name -> "?variant=" + name).orElse("");
    }

    /** Why an answer is none to this query. */
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

    /** Some upstreams answer an error with 200, and some whatever is asked for with the video. */
    private boolean isExpected(int status, String type) {
        boolean text = type.startsWith("application/json") || type.startsWith("text/");
        return (status == 200 || range.isPresent()) && (variant.isPresent() ? type.startsWith("image/") : !text);
    }

    private ReelayException notMeant(String type) {
        return variant.map(this::notOffered).orElseGet(() -> unexpected(type.isEmpty() ? "an unexpected range" : type));
    }

    private ReelayException notOffered(String name) {
        return ReelayException.invalid("variant", "The upstream of this video does not offer the variant " + name);
    }

    private static ReelayException unexpected(String what) {
        return new ReelayException(ErrorCode.UPSTREAM_ERROR, "The upstream answered the content request with " + what);
    }
}
