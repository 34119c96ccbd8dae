package dev.reelay;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;

import dev.reelay.docs.Documents;
import dev.reelay.outbound.PortRange;
import dev.reelay.runtime.AccountKeys;
import dev.reelay.runtime.ConfigAliases;
import dev.reelay.runtime.ConfigCheck;
import dev.reelay.runtime.ConfigKey;
import dev.reelay.runtime.ConfigKey.Kind;

/** Checks that the mappings, docs/configuration.md and the check at the start have the same keys. */
class ConfigurationTest {
    /** Internal names under which a package reads keys of another package; operators do not set them. */
    private static final Set<String> BORROWED = Set.of("reelay.api.public-url", "reelay.api.body-limit",
            "reelay.about.version", "reelay.outbound.version", "reelay.api.shutdown-delay", "reelay.api.download-timeout",
            "reelay.api.stream-timeout",
            "reelay.banner.prints-json",
            "reelay.traces.service-name", "reelay.traces.version", "reelay.archive.video-retention", "reelay.archive.embedded",
            "reelay.archive.idle-timeout",
            "reelay.upstream.sandbox.api-key",
            "reelay.upstream.sandbox.models", "reelay.upstream.sandbox.requests-per-minute",
            "reelay.upstream.sandbox.poll-interval",
            "reelay.upstream.sandbox.idempotent-creates");
    /** Keys that are read before the mappings exist, or through an internal name. */
    private static final Set<String> PLAIN = Set.of("reelay.public-url", "reelay.data-dir");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(reelay\\.[^`]+)` \\| ([^|]*) \\| [^|]+ \\|$");
    private static final Pattern NAMED = Pattern.compile("`<?(reelay\\.[^`<>]+(?:<name>[^`]*)?)");
    private static final Pattern VARIABLE = Pattern.compile("\\bREELAY_[A-Z_]+");
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([^:}]+)(?::[^}]*)?}");

    private static final Map<Class<?>, Set<Kind>> KINDS = Map.of(
            String.class, Set.of(Kind.TEXT, Kind.DIALECT, Kind.HEADER, Kind.QUERY), Path.class, Set.of(Kind.TEXT), URI.class,
            Set.of(Kind.URL),
            int.class, Set.of(Kind.COUNT, Kind.COUNT_OR_ZERO), Integer.class, Set.of(Kind.COUNT, Kind.COUNT_OR_ZERO),
            Duration.class, Set.of(Kind.TIME), MemorySize.class, Set.of(Kind.SIZE), Boolean.class, Set.of(Kind.YES_OR_NO),
            boolean.class, Set.of(Kind.YES_OR_NO),
            double.class, Set.of(Kind.SHARE));
    private static final Map<Type, Set<Kind>> KINDS_OF_LISTS = Map.of(
            String.class, Set.of(Kind.KEYS, Kind.ADMIN_KEYS, Kind.TEXT), Duration.class, Set.of(Kind.TIMES),
            PortRange.class, Set.of(Kind.PORTS));

    private static Map<String, Method> read;
    private static String page;

    @BeforeAll
    static void readBoth() throws IOException {
        read = new TreeMap<>();
        new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.reelay")
                .stream().filter(type -> type.isAnnotatedWith(ConfigMapping.class)).map(JavaClass::reflect)
                .forEach(type -> collect(type.getAnnotation(ConfigMapping.class).prefix(), type));
        assertThat(read).containsKeys(BORROWED.toArray(String[]::new));
        read.keySet().removeAll(BORROWED);
        page = Files.readString(Path.of("docs", "configuration.md"));
    }

    @Test
    void pageListsExactlyTheKeys() {
        assertThat(rows().keySet()).containsExactlyInAnyOrderElementsOf(keys());
    }

    /** Checks that only the changelog contains renamed keys. */
    @TestFactory
    Stream<DynamicTest> documentNamesOnlyKeysThatExist() throws IOException {
        return Documents.all().stream().map(document -> DynamicTest.dynamicTest(document.toString(), () -> {
            String text = Documents.read(document);
            Set<String> known = document.endsWith("CHANGELOG.md") ? Stream.concat(keys().stream(),
                    ConfigAliases.OLD_NAMES.values().stream()).collect(toSet()) : keys();
            assertThat(NAMED.matcher(text).results().map(found -> found.group(1))).isSubsetOf(known);
            assertThat(VARIABLE.matcher(text).results().map(MatchResult::group)
                    .filter(name -> !AccountKeys.isVariable(name))).isSubsetOf(variables());
        }));
    }

    @Test
    void pageStatesTheDefaults() throws IOException {
        Map<String, String> rows = rows();
        read.forEach((key, method) -> defaultOf(method).ifPresent(
                value -> assertThat(rows.get(key)).as(key).isEqualTo(value)));
        Properties properties = new Properties();
        properties.load(Files.newBufferedReader(Path.of("src/main/resources/application.properties")));
        assertThat(rows).containsEntry("reelay.data-dir", properties.getProperty("reelay.data-dir"));
    }

    @Test
    void configCheckCoversEachKeyWithItsType() {
        Map<String, ConfigKey> settings = Stream.concat(ConfigCheck.ALL.stream(), AccountKeys.ALL.stream())
                .collect(toMap(ConfigKey::key, Function.identity()));
        assertThat(settings.keySet()).containsExactlyInAnyOrderElementsOf(keys());
        settings.forEach((key, setting) -> {
            if (read.containsKey(key)) {
                Type type = read.get(key).getGenericReturnType();
                assertThat(setting.canBeEmpty()).as(key).isEqualTo(isA(Optional.class, type));
                assertThat(setting.kind()).as(key).isIn(kinds(setting.canBeEmpty() ? argument(type, 0) : type));
            }
        });
    }

    private static Set<Kind> kinds(Type type) {
        if (type instanceof Class<?> enumeration && enumeration.isEnum()) {
            return Set.of(Kind.ARCHIVE);
        }
        return isA(List.class, type) ? KINDS_OF_LISTS.get(argument(type, 0)) : KINDS.get(type);
    }

    private static boolean isA(Class<?> generic, Type type) {
        return type instanceof ParameterizedType parameterized && parameterized.getRawType() == generic;
    }

    /** Returns the variables of our keys and of compose.yaml, and the prefixes of the variables of accounts. */
    private static Set<String> variables() throws IOException {
        return Stream.of(ConfigCheck.ALL.stream().map(ConfigKey::variable),
                VARIABLE.matcher(Files.readString(Path.of("docker", "compose.yaml"))).results().map(MatchResult::group),
                Stream.of("REELAY_UPSTREAM_ACCOUNTS_", "REELAY_UPSTREAM_", "REELAY_KEY")).flatMap(Function.identity())
                .collect(toSet());
    }

    private static Set<String> keys() {
        return Stream.concat(read.keySet().stream(), PLAIN.stream()).collect(toSet());
    }

    /** Returns the default of each key, without code marks. */
    private static Map<String, String> rows() {
        return ROW.matcher(page).results()
                .collect(toMap(row -> row.group(1), row -> row.group(2).replace("`", "")));
    }

    /** Returns the default in the notation of the page. */
    private static Optional<String> defaultOf(Method method) {
        return Optional.ofNullable(method.getAnnotation(WithDefault.class))
                .map(value -> EXPRESSION.matcher(value.value()).replaceAll("<$1>"));
    }

    private static void collect(String prefix, Class<?> mapping) {
        Arrays.stream(mapping.getMethods()).filter(method -> !method.isDefault() && !method.isSynthetic())
                .forEach(method -> {
                    String key = prefix + "." + name(method);
                    if (method.getReturnType() == Map.class) {
                        collect(key + ".<name>", (Class<?>) argument(method.getGenericReturnType(), 1));
                    } else if (method.getReturnType().getEnclosingClass() == mapping && method.getReturnType().isInterface()) {
                        collect(key, method.getReturnType());
                    } else {
                        read.put(key, method);
                    }
                });
    }

    private static String name(Method method) {
        WithName given = method.getAnnotation(WithName.class);
        return given != null ? given.value() : method.getName().replaceAll("([A-Z])", "-$1").toLowerCase();
    }

    private static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }
}
