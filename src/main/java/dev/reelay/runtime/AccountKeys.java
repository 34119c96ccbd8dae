package dev.reelay.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.eclipse.microprofile.config.Config;

import dev.reelay.runtime.ConfigKey.Kind;

/** The keys of the upstream's accounts, whose names the operator chooses, and their check. */
public final class AccountKeys {
    private static final String SORA = "sora";
    /** Other dialects have a header, a query and no idempotency key by themselves. */
    private static final List<String> FOR_SORA = List.of("idempotent-creates", "key-header", "query");
    private static final String PREFIX = "reelay.upstream.accounts.";

    /** All keys, with {@code <name>} in place of the account's name. */
    public static final List<ConfigKey> ALL = List.of(
            key("api-key", Kind.TEXT, false),
            key("url", Kind.URL, true),
            key("dialect", Kind.DIALECT, false),
            key("key-header", Kind.HEADER, true),
            key("query", Kind.QUERY, true),
            key("models", Kind.TEXT, true),
            key("priority", Kind.COUNT_OR_ZERO, false),
            key("requests-per-minute", Kind.COUNT_OR_ZERO, true),
            key("concurrent-videos", Kind.COUNT, true),
            key("poll-interval", Kind.TIME, true),
            key("idempotent-creates", Kind.YES_OR_NO, true));

    private static final Set<String> ENDINGS = ALL.stream()
            .map(AccountKeys::endingOf).collect(Collectors.toSet());

    private static final Pattern PROPERTY = Pattern
            .compile("reelay\\.upstream\\.accounts\\.(?:([^.\"]+)|\"(.+)\")\\.([^.\"]+)");

    /** In a variable, the account's name contains underscores only if it is enclosed in underscores, which stand for quotes. */
    private static final Pattern VARIABLE = Pattern.compile("REELAY_UPSTREAM_ACCOUNTS_(?:([^_]+)|_(.+)_)_(%s)".formatted(
            ENDINGS.stream().map(ConfigKey::variable).collect(Collectors.joining("|"))));

    private final Config config;

    AccountKeys(Config config) {
        this.config = config;
    }

    /** Returns whether an environment variable is a key of an account. */
    public static boolean isVariable(String name) {
        return VARIABLE.matcher(name).matches();
    }

    /** Returns the errors that prevent the start, one line each. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        boolean hasUrl = isSet("reelay.upstream.url");
        boolean hasKey = isSet("reelay.upstream.api-key");
        Map<String, Map<String, String>> accounts = accounts();
        accounts.forEach((name, values) -> {
            ALL.stream().map(key -> key.of(name))
                    .forEach(key -> key.problem(values.get(endingOf(key))).ifPresent(problems::add));
            boolean sora = values.getOrDefault("dialect", SORA).equals(SORA);
            FOR_SORA.stream().filter(ending -> !sora && problems.isEmpty() && values.containsKey(ending))
                    .forEach(ending -> problems.add("%s%s.%s is set, but it is for the dialect sora only"
                            .formatted(PREFIX, name, ending)));
            if (!values.containsKey("api-key")) {
                problems.add("The upstream account %1$s has no key: set %2$s%1$s.api-key".formatted(name, PREFIX));
            }
            if (!hasUrl && sora && values.getOrDefault("url", "").isEmpty()) {
                problems.add("The upstream account %1$s has no URL: set %2$s%1$s.url, or reelay.upstream.url for all accounts"
                        .formatted(name, PREFIX));
            }
        });
        if (hasUrl && !hasKey && accounts.isEmpty()) {
            problems.add("reelay.upstream.url is set, but no account: set reelay.upstream.api-key,"
                    + " or reelay.upstream.accounts.<name>.api-key for each of several");
        }
        if (!hasUrl && hasKey && !accounts.isEmpty()) {
            problems.add("reelay.upstream.api-key is set, but reelay.upstream.url is not");
        }
        return problems;
    }

    /** Returns the values of each account by the last part of their keys. */
    private Map<String, Map<String, String>> accounts() {
        Map<String, Map<String, String>> accounts = new TreeMap<>();
        for (String name : config.getPropertyNames()) {
            Matcher property = PROPERTY.matcher(name);
            Matcher variable = VARIABLE.matcher(name);
            if (property.matches() && ENDINGS.contains(property.group(3))) {
                String account = property.group(1) != null ? property.group(1) : property.group(2);
                valuesOf(account, accounts).put(property.group(3), text(name));
            } else if (variable.matches()) {
                String account = variable.group(1) != null ? variable.group(1) : variable.group(2);
                valuesOf(account.toLowerCase(Locale.ROOT), accounts)
                        .put(variable.group(3).toLowerCase(Locale.ROOT).replace('_', '-'), text(name));
            }
        }
        return accounts;
    }

    private static Map<String, String> valuesOf(String account, Map<String, Map<String, String>> accounts) {
        return accounts.computeIfAbsent(account, unseen -> new TreeMap<>());
    }

    private boolean isSet(String key) {
        return !text(key).isEmpty();
    }

    private String text(String key) {
        return config.getOptionalValue(key, String.class).orElse("");
    }

    /** Returns the last part of a key. */
    private static String endingOf(ConfigKey key) {
        return key.key().substring(key.key().lastIndexOf('.') + 1);
    }

    private static ConfigKey key(String ending, Kind kind, boolean canBeEmpty) {
        return new ConfigKey(PREFIX + "<name>." + ending, kind, canBeEmpty);
    }
}
