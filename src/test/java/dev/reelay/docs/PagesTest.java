package dev.reelay.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import dev.reelay.error.ErrorCode;

/** Compares the lists in the pages with the program: endpoints, error codes, alerts and the flags of the sandbox. */
class PagesTest {
    private static final Path API = Path.of("docs", "api.md");
    private static final Path OPERATIONS = Path.of("docs", "operations.md");
    private static final Path SANDBOX = Path.of("docs", "sandbox.md");

    private static final Set<String> METHODS = Set.of("get", "head", "post", "put", "patch", "delete");
    private static final Pattern ENDPOINT = Pattern.compile("(?m)^### `([A-Z]+ /[^`]+)`$");
    private static final Pattern ALERT = Pattern.compile("(?m)^ +- alert: (\\w+)$");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern FLAG = Pattern.compile("`\\[(\\w+)(?::[^]]+)?]`");

    @Test
    void apiPageHasEachEndpointOnce() throws IOException {
        JsonNode paths = new YAMLMapper().readTree(Path.of("src/main/resources/META-INF/openapi.yaml").toFile()).path("paths");
        List<String> operations = paths.properties().stream()
                .flatMap(path -> path.getValue().properties().stream().map(entry -> entry.getKey()).filter(METHODS::contains)
                        .map(method -> method.toUpperCase(Locale.ROOT) + " " + path.getKey()))
                .toList();

        assertThat(found(ENDPOINT, Documents.read(API))).isNotEmpty().containsExactlyInAnyOrderElementsOf(operations);
    }

    @Test
    void apiPageHasEachErrorCodeWithItsStatusCodeAndType() throws IOException {
        assertThat(Documents.rows(Documents.read(API), "Errors").stream().map(row -> row.subList(0, 3)))
                .containsExactlyInAnyOrderElementsOf(Stream.of(ErrorCode.values()).map(code -> List.of(
                        "`" + code.wireName() + "`", String.valueOf(code.httpStatus()), "`" + code.type() + "`")).toList());
    }

    @Test
    void operationsPageHasEachAlertOnce() throws IOException {
        List<String> alerts = found(ALERT, Files.readString(Path.of("docker", "alerts.yml")));

        assertThat(Documents.rows(Documents.read(OPERATIONS), "Alerts").stream()
                .flatMap(row -> found(CODE, row.get(0)).stream()))
                .isNotEmpty().containsExactlyElementsOf(alerts);
    }

    @Test
    void sandboxPageHasEachFlagAsTheSandboxReadsIt() throws ReflectiveOperationException, IOException {
        Class<?> directives = Class.forName("dev.reelay.sandbox.Directives");
        List<String> cells = Documents.rows(Documents.read(SANDBOX), "Flags").stream().map(row -> row.get(0)).toList();

        assertThat(cells.stream().flatMap(cell -> found(FLAG, cell).stream()).collect(Collectors.toSet()))
                .isEqualTo(Stream.of(directives.getRecordComponents()).map(RecordComponent::getName)
                        .collect(Collectors.toSet()));
        for (String cell : cells) {
            for (MatchResult flag : FLAG.matcher(cell).results().toList()) {
                assertThat(isRead(directives, flag.group(1), flag.group())).as(flag.group()).isTrue();
            }
        }
    }

    /** The sandbox is an island: nothing of it can be called from here without reflection. */
    private static boolean isRead(Class<?> directives, String name, String flag) throws ReflectiveOperationException {
        Object read = call(directives.getDeclaredMethod("of", String.class), null, "A street " + flag + " in the rain");
        Object value = call(directives.getDeclaredMethod(name), read);
        return value instanceof Optional<?> given ? given.isPresent() : (Boolean) value;
    }

    private static Object call(Method method, Object target, Object... arguments)
            throws IllegalAccessException, InvocationTargetException {
        method.setAccessible(true);
        return method.invoke(target, arguments);
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }
}
