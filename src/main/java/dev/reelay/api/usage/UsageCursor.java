package dev.reelay.api.usage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.usage.UsageQuery.Position;
import dev.reelay.usage.UsageSum;

/** The text form of the place at which a page ends; clients pass it on and do not read it. */
final class UsageCursor {
    private UsageCursor() {
    }

    /** Returns the cursor of the last sum of a page. */
    static String of(UsageSum last) {
        JsonArray place = new JsonArray().add(last.start().getEpochSecond());
        last.group().forEach(place::add);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.encode().getBytes(UTF_8));
    }

    /**
     * Parses a cursor.
     *
     * @param groups the number of groups of the request
     * @throws ReelayException with {@link ErrorCode#INVALID_REQUEST} if it is not that of an equal request
     */
    static Position parse(String cursor, int groups) {
        try {
            List<?> place = new JsonArray(new String(Base64.getUrlDecoder().decode(cursor), UTF_8)).getList();
            if (place.size() != groups + 1) {
                throw invalid();
            }
            return new Position(Instant.ofEpochSecond(((Number) place.get(0)).longValue()),
                    place.stream().skip(1).map(String.class::cast).toList());
        } catch (IllegalArgumentException | DecodeException | ClassCastException | DateTimeException malformed) {
            throw invalid();
        }
    }

    private static ReelayException invalid() {
        return ReelayException.invalid("after",
                "Invalid value for parameter: after. Allowed: the value of next of a page with the same group_by");
    }
}
