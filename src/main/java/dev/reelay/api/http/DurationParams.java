package dev.reelay.api.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.reelay.error.ReelayException;

/** Parses the durations of request headers and parameters, all in whole seconds. */
public final class DurationParams {
    /** Longest wait in seconds. Clients and proxies would time out during a longer one. */
    static final int LONGEST_WAIT = 300;
    /** Longest deadline in seconds. */
    static final int LONGEST_DEADLINE = 24 * 60 * 60;

    private static final Pattern PREFER_WAIT = Pattern.compile("(?:^|[,;])\\s*wait\\s*=\\s*\"?(\\d{1,9})\"?\\s*(?=[,;]|$)",
            Pattern.CASE_INSENSITIVE);

    private DurationParams() {
    }

    /**
     * Parses {@code Prefer: wait=N} (RFC 7240, section 4.3), capped at {@link #LONGEST_WAIT}. Ignores invalid preferences, as
     * RFC 7240 demands in section 2.
     */
    public static Optional<Duration> preferredWait(List<String> preferences) {
        return preferences.stream().map(PREFER_WAIT::matcher).filter(Matcher::find).findFirst()
                .map(found -> Duration.ofSeconds(Math.min(LONGEST_WAIT, Integer.parseInt(found.group(1)))));
    }

    /**
     * Parses {@code ?wait=N}.
     *
     * @throws ReelayException with {@code invalid_request} unless N is 0 to {@link #LONGEST_WAIT}
     */
    public static Optional<Duration> queriedWait(Optional<String> wait) {
        return wait.map(given -> between("wait", given, 0, LONGEST_WAIT));
    }

    /**
     * Parses {@code Cancel-After: N}; without it, the field {@code deadline}.
     *
     * @throws ReelayException with {@code invalid_request} unless N is 1 to {@link #LONGEST_DEADLINE}
     */
    public static Optional<Duration> deadline(Optional<String> header, Optional<String> field) {
        return header.map(given -> between("Cancel-After", given, 1, LONGEST_DEADLINE))
                .or(() -> field.map(given -> between("deadline", given, 1, LONGEST_DEADLINE)));
    }

    private static Duration between(String param, String given, int least, int most) {
        if (given.matches("\\d{1,9}")) {
            int seconds = Integer.parseInt(given);
            if (seconds >= least && seconds <= most) {
                return Duration.ofSeconds(seconds);
            }
        }
        throw ReelayException.invalid(param,
                "Invalid value for parameter: %s. Allowed: whole seconds from %d to %d".formatted(param, least, most));
    }
}
