package dev.reelay.runtime;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.annotation.Priority;

import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;

/**
 * Reads keys that were renamed under their old names, too, for one release. A value under the new name wins, unless it comes
 * from a weaker source, as a default does. Quarkus finds this class as a service. The old names are hidden from whoever lists
 * all names: a mapping rejects names below its prefix that it does not have.
 */
@Priority(Priorities.LIBRARY + 600)
public final class ConfigAliases implements ConfigSourceInterceptor {
    /** The old name by the new one. */
    public static final Map<String, String> OLD_NAMES = Map.of(
            "reelay.upstream.cooldown", "reelay.upstream.set-aside",
            "reelay.archive.type", "reelay.content.archive",
            "reelay.archive.directory", "reelay.content.archive-directory",
            "reelay.archive.bucket", "reelay.content.archive-bucket",
            "reelay.archive.retention", "reelay.content.archive-retention",
            "reelay.archive.max-size", "reelay.content.archive-size",
            "reelay.archive.poll-interval", "reelay.content.archive-heartbeat",
            "reelay.archive.retry-delay", "reelay.content.archive-retry",
            "reelay.archive.sweep-interval", "reelay.content.archive-sweep");

    private static final long serialVersionUID = 1;
    private static final Map<String, String> NEW_NAMES = OLD_NAMES.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        Optional<ConfigValue> old = Optional.ofNullable(OLD_NAMES.get(name)).map(context::proceed)
                .filter(found -> value == null || value.getConfigSourceOrdinal() < found.getConfigSourceOrdinal());
        return old.map(found -> found.withName(name)).orElse(value);
    }

    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
        List<String> names = new ArrayList<>();
        context.iterateNames().forEachRemaining(name -> names.add(NEW_NAMES.getOrDefault(name, name)));
        return names.iterator();
    }

    /** Returns a line for each key that is configured under its old name. */
    public static List<String> warnings(Config config) {
        return OLD_NAMES.entrySet().stream().filter(names -> config.getConfigValue(names.getValue()).getValue() != null)
                .map(names -> "%s is now called %s: rename it, the next release does not read the old name"
                        .formatted(names.getValue(), names.getKey()))
                .sorted().toList();
    }
}
