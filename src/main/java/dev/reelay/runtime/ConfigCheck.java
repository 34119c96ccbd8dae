package dev.reelay.runtime;

import static dev.reelay.runtime.ConfigKey.Kind.ADMIN_KEYS;
import static dev.reelay.runtime.ConfigKey.Kind.ARCHIVE;
import static dev.reelay.runtime.ConfigKey.Kind.COUNT;
import static dev.reelay.runtime.ConfigKey.Kind.COUNT_OR_ZERO;
import static dev.reelay.runtime.ConfigKey.Kind.KEYS;
import static dev.reelay.runtime.ConfigKey.Kind.PORTS;
import static dev.reelay.runtime.ConfigKey.Kind.SHARE;
import static dev.reelay.runtime.ConfigKey.Kind.SIZE;
import static dev.reelay.runtime.ConfigKey.Kind.TEXT;
import static dev.reelay.runtime.ConfigKey.Kind.TIME;
import static dev.reelay.runtime.ConfigKey.Kind.TIMES;
import static dev.reelay.runtime.ConfigKey.Kind.URL;
import static dev.reelay.runtime.ConfigKey.Kind.YES_OR_NO;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.eclipse.microprofile.config.Config;

import dev.reelay.access.ApiKey;
import dev.reelay.model.InvalidModelsException;
import dev.reelay.model.ModelCatalog;

/**
 * The list of Reelay's configuration keys, and their check before anything is started. Without it, an invalid value would
 * only fail after the database was created, or at the first request.
 */
public final class ConfigCheck {
    private static final ConfigKey KEYS_OF_CALLERS = maybe("reelay.access.keys", KEYS);
    private static final ConfigKey KEYS_OF_ADMINISTRATORS = maybe("reelay.access.admin-keys", ADMIN_KEYS);

    /** All keys except {@link AccountKeys}. */
    public static final List<ConfigKey> ALL = List.of(
            maybe("reelay.public-url", URL),
            is("reelay.data-dir", TEXT),
            is("reelay.memory.page-release", YES_OR_NO),
            is("reelay.api.uploads", COUNT),
            is("reelay.api.uploads-per-key", COUNT),
            is("reelay.api.image-urls.allow-http", YES_OR_NO),
            is("reelay.api.image-urls.allow-private", YES_OR_NO),
            is("reelay.api.image-urls.ports", PORTS),
            KEYS_OF_CALLERS,
            KEYS_OF_ADMINISTRATORS,
            is("reelay.access.creates-per-minute", COUNT),
            is("reelay.access.concurrent-videos", COUNT),
            is("reelay.access.reads-per-minute", COUNT),
            is("reelay.access.bad-keys-per-minute", COUNT),
            is("reelay.access.ticket-validity", TIME),
            is("reelay.api.head-timeout", TIME),
            is("reelay.api.body-timeout", TIME),
            is("reelay.api.keep-alive-timeout", TIME),
            is("reelay.api.connections", COUNT),
            is("reelay.api.connections-per-client", COUNT),
            maybe("reelay.upstream.url", URL),
            maybe("reelay.upstream.api-key", TEXT),
            maybe("reelay.upstream.requests-per-minute", COUNT_OR_ZERO),
            is("reelay.upstream.concurrent-videos", COUNT),
            maybe("reelay.upstream.poll-interval", TIME),
            maybe("reelay.upstream.idempotent-creates", YES_OR_NO),
            is("reelay.upstream.cooldown", TIME),
            is("reelay.upstream.connect-timeout", TIME),
            is("reelay.upstream.create-timeout", TIME),
            is("reelay.upstream.status-timeout", TIME),
            is("reelay.upstream.content-timeout", TIME),
            is("reelay.upstream.status-retries", COUNT_OR_ZERO),
            is("reelay.upstream.retry-delay", TIME),
            is("reelay.upstream.bulkhead", COUNT),
            is("reelay.upstream.breaker-calls", COUNT),
            is("reelay.upstream.breaker-delay", TIME),
            maybe("reelay.models.file", TEXT),
            is("reelay.database.timeout", TIME),
            is("reelay.pipeline.deadline", TIME),
            is("reelay.pipeline.heartbeat", TIME),
            is("reelay.pipeline.lease", TIME),
            is("reelay.pipeline.retention", TIME),
            is("reelay.progress.heartbeat", TIME),
            is("reelay.progress.streams-per-key", COUNT),
            is("reelay.progress.max-lifetime", TIME),
            is("reelay.progress.stuck-timeout", TIME),
            is("reelay.content.idle-timeout", TIME),
            maybe("reelay.archive.type", ARCHIVE),
            is("reelay.archive.directory", TEXT),
            maybe("reelay.archive.bucket", TEXT),
            is("reelay.archive.retention", TIME),
            is("reelay.archive.max-size", SIZE),
            is("reelay.archive.poll-interval", TIME),
            is("reelay.archive.retry-delay", TIME),
            is("reelay.archive.sweep-interval", TIME),
            is("reelay.webhooks.retries", TIMES),
            is("reelay.webhooks.retention", TIME),
            is("reelay.webhooks.allow-http", YES_OR_NO),
            is("reelay.webhooks.allow-private", YES_OR_NO),
            is("reelay.webhooks.ports", PORTS),
            maybe("reelay.traces.endpoint", URL),
            maybe("reelay.traces.headers", TEXT),
            is("reelay.traces.ratio", SHARE),
            is("reelay.metrics.owner-label", YES_OR_NO),
            maybe("reelay.sandbox.enabled", YES_OR_NO),
            is("reelay.sandbox.api-key", TEXT),
            is("reelay.sandbox.directory", TEXT),
            is("reelay.sandbox.renders", COUNT),
            is("reelay.sandbox.render-timeout", TIME),
            maybe("reelay.sandbox.ffmpeg", TEXT),
            is("reelay.sandbox.expiry", TIME),
            is("reelay.sandbox.cache-size", SIZE),
            is("reelay.sandbox.retention", TIME));

    /** Keys of OpenTelemetry that are the defaults of some keys of Reelay. */
    private static final List<ConfigKey> STANDARD = List.of(
            maybe("otel.exporter.otlp.endpoint", URL),
            maybe("otel.traces.sampler.arg", SHARE));

    private static final Predicate<String> GROUPED = Pattern
            .compile(
                    "REELAY_(ACCESS|API|ARCHIVE|CONTENT|DATABASE|MEMORY|PIPELINE|PROGRESS|SANDBOX|TRACES|UPSTREAM|WEBHOOKS)_.+")
            .asMatchPredicate();

    private final Config config;

    public ConfigCheck(Config config) {
        this.config = config;
    }

    /** Returns the errors that prevent the start, one line each, with the key, its value and the allowed values. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>(
                Stream.concat(ALL.stream(), STANDARD.stream()).flatMap(setting -> setting.problem(config).stream()).toList());
        problems.addAll(new AccountKeys(config).problems());
        try {
            Optional.of(text("reelay.models.file")).filter(file -> !file.isEmpty()).map(Path::of).ifPresent(ModelCatalog::read);
        } catch (InvalidModelsException e) {
            problems.add("reelay.models.file: " + e.getMessage());
        }
        if (text("reelay.archive.type").equalsIgnoreCase("s3") && !isSet("reelay.archive.bucket")) {
            problems.add("reelay.archive.type is \"s3\", but reelay.archive.bucket is not set");
        }
        if (hasCommonSecret()) {
            problems.add("reelay.access.admin-keys has a key of reelay.access.keys: an administrator needs a key of its own");
        }
        return problems;
    }

    private boolean hasCommonSecret() {
        return Stream.of(KEYS_OF_CALLERS, KEYS_OF_ADMINISTRATORS).allMatch(key -> key.problem(config).isEmpty())
                && ApiKey.haveCommonSecret(texts(KEYS_OF_CALLERS), texts(KEYS_OF_ADMINISTRATORS));
    }

    /**
     * Returns the environment variables that begin like a group of keys but stand for no key, sorted. Ignores other names,
     * such as {@code REELAY_KEY}, because clients may use them.
     */
    public static List<String> unknown(Collection<String> environment) {
        Set<String> known = Stream.concat(ALL.stream().map(ConfigKey::key), ConfigAliases.OLD_NAMES.values().stream())
                .map(ConfigKey::variable).collect(Collectors.toSet());
        return environment.stream().filter(GROUPED)
                .filter(name -> !known.contains(name) && !AccountKeys.isVariable(name)).sorted().toList();
    }

    private boolean isSet(String key) {
        return !text(key).isEmpty();
    }

    private String text(String key) {
        return config.getOptionalValue(key, String.class).orElse("");
    }

    private List<String> texts(ConfigKey list) {
        return Stream.of(text(list.key()).split(",")).map(String::strip).filter(each -> !each.isEmpty()).toList();
    }

    private static ConfigKey is(String key, ConfigKey.Kind kind) {
        return new ConfigKey(key, kind, false);
    }

    private static ConfigKey maybe(String key, ConfigKey.Kind kind) {
        return new ConfigKey(key, kind, true);
    }
}
