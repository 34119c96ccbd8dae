package dev.reelay.sandbox;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The flags in a prompt, which make the sandbox simulate failures and delays. A flag stands in brackets at any position of
 * the text. A malformed flag has no effect.
 *
 * <table>
 * <caption>Flags</caption>
 * <tr>
 * <td>{@code [fail:CODE]}</td>
 * <td>the video fails with this error code, after 40 % of its time</td>
 * </tr>
 * <tr>
 * <td>{@code [reject:STATUS]}</td>
 * <td>the create fails with this status code (400 to 599)</td>
 * </tr>
 * <tr>
 * <td>{@code [reject:CODE]}</td>
 * <td>the create fails with this error code, such as {@code content_policy_violation}</td>
 * </tr>
 * <tr>
 * <td>{@code [slow:60s]}</td>
 * <td>the video takes at least this time, with even progress; also {@code 2m}, {@code 500ms},
 * {@code PT1M}</td>
 * </tr>
 * <tr>
 * <td>{@code [stall]}</td>
 * <td>the video stays in progress at the same percentage</td>
 * </tr>
 * <tr>
 * <td>{@code [flaky]}</td>
 * <td>every second status request of the video fails with 500</td>
 * </tr>
 * <tr>
 * <td>{@code [cut]}</td>
 * <td>the download declares its full length and breaks off in the middle</td>
 * </tr>
 * <tr>
 * <td>{@code [expired]}</td>
 * <td>the video completes, and its content is expired at once</td>
 * </tr>
 * </table>
 */
record Directives(Optional<String> fail, Optional<String> reject, Optional<Duration> slow, boolean stall, boolean flaky,
        boolean cut, boolean expired) {

    /** The progress of a stalled video in percent. */
    private static final int STALLED_AT = 37;
    /** The share of its time, in percent, after which a failing video fails. */
    private static final int FAILS_AT = 40;
    /** The time of a failing video without {@code [slow]}. */
    private static final Duration USUAL = Duration.ofSeconds(3);

    private static final Pattern FLAG = Pattern.compile("\\[(\\w+)(?::([\\w.]+))?]");
    private static final Set<String> NAMES = Set.of("fail", "reject", "slow", "stall", "flaky", "cut", "expired");
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    static Directives of(String prompt) {
        return new Directives(value(prompt, "fail"), value(prompt, "reject"),
                value(prompt, "slow").flatMap(Directives::duration), flag(prompt, "stall"), flag(prompt, "flaky"),
                flag(prompt, "cut"), flag(prompt, "expired"));
    }

    /** Returns the prompt without its flags, because they do not describe the picture. */
    static String withoutFlags(String prompt) {
        return FLAG.matcher(prompt).replaceAll(flag -> NAMES.contains(flag.group(1)) ? ""
                : Matcher.quoteReplacement(flag.group())).strip();
    }

    /** Returns the planned time from creation to the end, or empty if the encoder determines it. */
    Optional<Duration> pace() {
        return fail.isPresent() ? Optional.of(slow.orElse(USUAL)) : slow;
    }

    /** Returns the time from creation to the planned failure. */
    Optional<Duration> failsAfter() {
        return fail.flatMap(code -> pace()).map(pace -> pace.multipliedBy(FAILS_AT).dividedBy(100));
    }

    /** Returns the progress in percent after this time, or empty if the encoder determines it. */
    OptionalInt progressAfter(Duration elapsed) {
        if (stall) {
            return OptionalInt.of(STALLED_AT);
        }
        return pace().map(pace -> OptionalInt.of(percent(elapsed, pace))).orElse(OptionalInt.empty());
    }

    private static int percent(Duration elapsed, Duration pace) {
        return (int) Math.max(0, Math.min(99, elapsed.toMillis() * 100 / Math.max(1, pace.toMillis())));
    }

    private static boolean flag(String prompt, String name) {
        return flags(prompt, name).anyMatch(flag -> flag.group(2) == null);
    }

    private static Optional<String> value(String prompt, String name) {
        return flags(prompt, name).filter(flag -> flag.group(2) != null).findFirst().map(flag -> flag.group(2));
    }

    private static Stream<MatchResult> flags(String prompt, String name) {
        return FLAG.matcher(prompt).results().filter(flag -> flag.group(1).equals(name));
    }

    private static Optional<Duration> duration(String text) {
        Matcher amount = AMOUNT.matcher(text);
        String iso = amount.matches() ? iso(amount.group(1), amount.group(2)) : text.toUpperCase(Locale.ROOT);
        try {
            return Optional.of(Duration.parse(iso)).filter(duration -> !duration.isNegative());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static String iso(String number, String unit) {
        return unit.equals("ms") ? "PT" + Long.parseLong(number) / 1000.0 + "S" : "PT" + number + unit;
    }
}
