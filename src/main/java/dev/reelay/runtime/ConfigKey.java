package dev.reelay.runtime;

import java.net.URI;
import java.time.DateTimeException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;

import dev.reelay.outbound.PortRange;

/**
 * A configuration key and the kind of its values.
 *
 * @param canBeEmpty an empty value is valid and equals no value
 */
public record ConfigKey(String key, Kind kind, boolean canBeEmpty) {

    /** Returns the error of the configured value in one line that names the key, or empty if the value is valid. */
    public Optional<String> problem(Config config) {
        return problem(config.getConfigValue(key).getValue());
    }

    /** Returns the error of this value of the key, or empty if it is valid. */
    Optional<String> problem(@Nullable String value) {
        if (value == null || canBeEmpty && value.isEmpty() || kind.accepts(value.strip())) {
            return Optional.empty();
        }
        return Optional.of("Invalid value %sfor %s: expected %s".formatted(kind.isSecret() ? "" : '"' + value + "\" ", key,
                kind.allowed));
    }

    /** Returns this key of the account with that name. */
    public ConfigKey of(String account) {
        return new ConfigKey(key.replace("<name>", account), kind, canBeEmpty);
    }

    /** Returns the name of the environment variable of this key. */
    public String variable() {
        return variable(key);
    }

    /** Returns the name of the environment variable of a key. */
    static String variable(String key) {
        return key.toUpperCase(Locale.ROOT).replaceAll("\\W", "_");
    }

    /** The kinds of values. Each parses the text in the same way as the code that reads the value later. */
    public enum Kind {
        TEXT("a non-empty text", text -> true),
        KEYS("a comma-separated list of keys like sk-abc, name:sk-abc or name:owner:sk-abc", Kind::areKeys),
        ADMIN_KEYS("a comma-separated list of keys like sk-admin-abc or ops:sk-admin-abc", Kind::areAdminKeys),
        URL("an absolute http or https URL", Kind::isAbsolute),
        COUNT("a whole number of at least 1", text -> Integer.parseInt(text) >= 1),
        COUNT_OR_ZERO("a whole number of at least 0", text -> Integer.parseInt(text) >= 0),
        TIME("a duration of at least 1ms, such as 500ms, 30s, 10m, 1h or 30d",
                text -> DurationConverter.parseDuration(text).toMillis() >= 1),
        TIMES("a comma-separated list of durations like 5s,5m",
                text -> Stream.of(text.split(",", -1)).map(String::strip).allMatch(TIME::accepts)),
        PORTS("a comma-separated list of ports and ranges like 443,1024-65535", Kind::arePorts),
        SIZE("a size of at least 1 byte, such as 500M or 10G",
                text -> new MemorySizeConverter().convert(text).asLongValue() >= 1),
        SHARE("a number from 0 to 1, such as 0.1", text -> Double.parseDouble(text) >= 0 && Double.parseDouble(text) <= 1),
        // The boolean converter reads any unknown text as false.
        YES_OR_NO("true or false", matches("(?i)true|false|yes|no|on|off|1|0")),
        HEADER("the name of a header, such as api-key", matches("[A-Za-z0-9-]+")),
        QUERY("a query such as api-version=preview", matches("[A-Za-z0-9._~%&=-]+")),
        DIALECT("sora, ark, fal, gemini, openrouter, replicate, runway or xai",
                matches("sora|ark|fal|gemini|openrouter|replicate|runway|xai")),
        ARCHIVE("none, disk or s3", matches("[Nn]one|NONE|[Dd]isk|DISK|[Ss]3"));

        private final String allowed;
        private final Predicate<String> rule;

        Kind(String allowed, Predicate<String> rule) {
            this.allowed = allowed;
            this.rule = rule;
        }

        private boolean accepts(String text) {
            try {
                return !text.isEmpty() && rule.test(text);
            } catch (IllegalArgumentException | DateTimeException | ArithmeticException unreadable) {
                return false;
            }
        }

        private boolean isSecret() {
            return this == KEYS || this == ADMIN_KEYS;
        }

        private static boolean areKeys(String text) {
            return areAll(text, "[^:]+:((?!sk-)[^:]+:)?sk-.+|sk-[^:]+");
        }

        private static boolean areAdminKeys(String text) {
            return areAll(text, "(?!sk-)[^:]+:sk-admin-.+|sk-admin-[^:]+");
        }

        private static boolean areAll(String text, String form) {
            return Stream.of(text.split(",")).map(String::strip).filter(key -> !key.isEmpty()).allMatch(matches(form));
        }

        private static boolean arePorts(String text) {
            Stream.of(text.split(",", -1)).forEach(PortRange::parse);
            return true;
        }

        private static boolean isAbsolute(String text) {
            URI url = URI.create(text);
            return url.getRawAuthority() != null
                    && ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()));
        }

        private static Predicate<String> matches(String pattern) {
            return Pattern.compile(pattern).asMatchPredicate();
        }
    }
}
