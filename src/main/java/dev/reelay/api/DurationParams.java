package dev.reelay.api;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.reelay.error.ReelayException;

/** The durations that a caller may name with a request, all in whole seconds. */
final class DurationParams {
    /** Longer is granted no wait: a client or a proxy would give up before. */
    static final int LONGEST_WAIT = 300;
    static final int LONGEST_DEADLINE = 24 * 60 * 60;

    private static final Pattern PREFER_WAIT = Pattern.compile("(?:^|[,;])\\s*wait\\s*=\\s*\"?(\\d{1,9})\"?\\s*(?=[,;]|$)",
            Pattern.CASE_INSENSITIVE);

    private DurationParams() {
    }

    /** {@code Prefer: wait=N} (RFC 7240, section 4.3). What cannot be understood is ignored, as that RFC wants it. */
    static Optional<Duration> preferredWait(List<String> preferences) {
        return preferences.stream().map(PREFER_WAIT::matcher).filter(Matcher::find).findFirst()
                .map(found -> Duration.ofSeconds(Math.min(LONGEST_WAIT, Integer.parseInt(found.group(1)))));
    }

    /** {@code ?wait=N}. */
    static Optional<Duration> queriedWait(Optional<String> wait) {
        return wait.map(given -> between("wait", given, 0, LONGEST_WAIT));
    }

    /** {@code Cancel-After: N}, or the field {@code deadline}. */
    static Optional<Duration> deadline(Optional<String> header, Optional<String> field) {
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
