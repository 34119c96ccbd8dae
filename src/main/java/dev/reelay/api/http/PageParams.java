package dev.reelay.api.http;

import org.jspecify.annotations.Nullable;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/** The query parameters of pages of a list. */
public final class PageParams {
    private static final int DEFAULT_LIMIT = 20;
    private static final int HIGHEST_LIMIT = 100;

    private PageParams() {
    }

    /** Returns the number of elements of a page; throws {@link ErrorCode#INVALID_REQUEST} for an invalid one. */
    public static int limit(@Nullable String given) {
        if (given == null) {
            return DEFAULT_LIMIT;
        }
        if (!given.matches("[1-9][0-9]{0,2}") || Integer.parseInt(given) > HIGHEST_LIMIT) {
            throw ReelayException.invalid("limit",
                    "Invalid value for parameter: limit. Allowed: 1 to " + HIGHEST_LIMIT);
        }
        return Integer.parseInt(given);
    }
}
