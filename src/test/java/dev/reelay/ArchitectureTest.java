package dev.reelay;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import io.vertx.core.buffer.Buffer;

/** Holds the packages against the list of arrows between them, and a few rules that no compiler checks. */
class ArchitectureTest {
    /**
     * The packages below {@code dev.reelay}, from the top, and the packages that each uses: exactly these. A parent's arrow
     * does not cover its subpackages. Byte code does not show an arrow that consists of a constant only.
     */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            entry("", Set.of("runtime", "database")),
            entry("runtime", Set.of("model", "outbound", "access", "async")),
            entry("api.resources",
                    Set.of("api.upload", "api.sse", "api.http", "api.wire", "pipeline", "content", "progress", "telemetry",
                            "model",
                            "store", "access", "usage", "video", "webhook", "async", "error")),
            entry("api.webhooks", Set.of("api.http", "api.wire", "webhook", "webhook.store", "access", "error")),
            entry("api.usage", Set.of("api.http", "access", "usage", "error")),
            entry("api.admin",
                    Set.of("api.resources", "api.edge", "api.http", "api.wire", "model", "access.issued", "access", "usage",
                            "error")),
            entry("api.upload",
                    Set.of("api.body", "api.http", "content.pipe", "outbound", "access", "model", "video", "async",
                            "error")),
            entry("api.body", Set.of("error")),
            entry("api.sse", Set.of("api.http", "api.wire", "progress", "access", "video", "async", "error")),
            entry("api.http", Set.of("api.edge", "api.wire", "telemetry", "access", "database", "error")),
            entry("api.edge", Set.of()),
            entry("api.wire", Set.of("content", "progress", "webhook", "usage", "model", "video", "error")),
            entry("pipeline",
                    Set.of("content.pipe", "upstream", "upstream.dialect", "telemetry", "store", "video", "database", "async",
                            "error")),
            entry("content",
                    Set.of("content.archive", "content.pipe", "upstream", "telemetry", "store", "video", "async", "error")),
            entry("content.archive", Set.of("content.pipe", "telemetry", "store", "video", "async", "error")),
            entry("content.pipe", Set.of("error")),
            entry("upstream", Set.of("upstream.account", "upstream.http", "upstream.dialect", "outbound", "video", "error")),
            entry("upstream.account", Set.of("upstream.dialect", "model", "video", "database", "async", "error")),
            entry("upstream.dialect.sora", Set.of("upstream.http", "upstream.dialect", "model", "video", "error")),
            entry("upstream.dialect.ark", Set.of("upstream.http", "upstream.dialect", "model", "video", "error")),
            entry("upstream.dialect.fal", Set.of("upstream.http", "upstream.dialect", "model", "video", "error")),
            entry("upstream.dialect.openrouter", Set.of("upstream.http", "upstream.dialect", "model", "video", "error")),
            entry("upstream.dialect.xai", Set.of("upstream.http", "upstream.dialect", "model", "video", "error")),
            entry("upstream.dialect.runway", Set.of("upstream.http", "upstream.dialect", "model", "video", "error")),
            entry("upstream.dialect.replicate", Set.of("upstream.http", "upstream.dialect", "model", "video", "error")),
            entry("upstream.dialect.gemini", Set.of("upstream.http", "upstream.dialect", "model", "video", "error")),
            entry("upstream.http", Set.of("upstream.dialect", "model", "outbound", "video", "error")),
            entry("upstream.dialect", Set.of("model", "outbound", "video")),
            entry("webhook",
                    Set.of("webhook.store", "webhook.delivery", "usage", "store", "access", "outbound", "video", "database",
                            "async", "error")),
            entry("usage", Set.of("access", "database", "error")),
            entry("webhook.store", Set.of("video", "database", "error")),
            entry("webhook.delivery", Set.of("outbound")),
            entry("model", Set.of("video", "error")),
            entry("progress", Set.of("telemetry", "store", "video", "database", "async")),
            entry("telemetry", Set.of("store", "model", "video", "database", "error")),
            entry("store", Set.of("video", "database", "async", "error")),
            entry("access.issued", Set.of("access", "database", "async", "error")),
            entry("access", Set.of("error")),
            entry("video", Set.of("error")),
            entry("database", Set.of("async")),
            entry("outbound", Set.of()),
            entry("async", Set.of()),
            entry("error", Set.of()),
            entry("sandbox", Set.of("sandbox.render")),
            entry("sandbox.render", Set.of()));

    private static final int MIN_SIZE = 5;
    private static final int MAX_SIZE = 16;
    /** A dialect is as large as its wire format. */
    private static final int MIN_SIZE_OF_DIALECT = 2;
    /** The root has the entry point alone, and error the codes and one exception. */
    private static final Set<String> SMALL = Set.of("", "error");

    /** Vert.x promises nothing about these packages; the version that they were checked against is 4.5. */
    private static final Set<String> USERS_OF_VERTX_INTERNALS = Set.of("VertxContexts", "EventLoopHealthCheck",
            "DatabaseFailures", "ConnectionGuard", "Listeners", "SseWriter", "StreamRoutes", "PooledBodies", "PooledBody",
            "ClientWriter",
            "SendfileSectionWriter");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.reelay");

    @Test
    void arrowsBetweenPackagesAreTheListedOnes() {
        assertThat(arrows()).containsExactlyInAnyOrderEntriesOf(ARROWS);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.reelay.(**)").should().beFreeOfCycles().check(CLASSES);
        slices().matching("dev.reelay.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void packagesHaveTheSizeOfOneIdea() {
        topLevel().collect(groupingBy(ArchitectureTest::packageOf, mapping(JavaClass::getName, toSet())))
                .forEach((name, types) -> assertThat(types).as(name)
                        .hasSizeBetween(minSize(name), MAX_SIZE));
    }

    private static int minSize(String name) {
        return SMALL.contains(name) ? 1 : name.startsWith("upstream.dialect.") ? MIN_SIZE_OF_DIALECT : MIN_SIZE;
    }

    @Test
    void packagesAreNonNullByDefault() {
        Set<String> marked = CLASSES.stream().filter(type -> type.getSimpleName().equals("package-info"))
                .filter(type -> type.isAnnotatedWith(NullMarked.class)).map(ArchitectureTest::packageOf).collect(toSet());

        assertThat(marked).isEqualTo(ARROWS.keySet());
    }

    @Test
    void simpleNamesAreUnique() {
        assertThat(topLevel().map(JavaClass::getSimpleName)).doesNotHaveDuplicates();
    }

    @Test
    void hibernateIsKnownWhereRowsAndConnectionsAre() {
        classes().that()
                .resideOutsideOfPackages("dev.reelay.store", "dev.reelay.webhook.store", "dev.reelay.usage",
                        "dev.reelay.database")
                .should()
                .onlyDependOnClassesThat()
                .resideOutsideOfPackages("org.hibernate..", "io.quarkus.hibernate..", "jakarta.persistence..")
                .check(CLASSES);
    }

    @Test
    void rowsStayInTheStore() {
        classes().that().haveSimpleName("VideoRow").should().onlyHaveDependentClassesThat()
                .resideInAPackage("dev.reelay.store").check(CLASSES);
    }

    @Test
    void internalsOfVertxHaveNamedUsers() {
        assertThat(CLASSES.stream().filter(type -> type.getDirectDependenciesFromSelf().stream()
                .anyMatch(used -> resideInAPackage("io.vertx..impl..").test(used.getTargetClass())))
                .map(type -> topLevelOf(type).getSimpleName()).collect(toSet())).isEqualTo(USERS_OF_VERTX_INTERNALS);
    }

    @Test
    void throwablesAreNamedExceptions() {
        classes().that().areAssignableTo(Throwable.class).should().haveSimpleNameEndingWith("Exception").check(CLASSES);
    }

    /** The native build would store a static buffer in the executable. */
    @Test
    void noBufferIsStatic() {
        noFields().that().haveRawType(Buffer.class).should().beStatic().check(CLASSES);
    }

    private static Map<String, Set<String>> arrows() {
        Map<String, Set<String>> arrows = CLASSES.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(used -> used.getTargetClass().getPackageName().startsWith("dev.reelay"))
                .map(used -> entry(packageOf(used.getOriginClass()), packageOf(used.getTargetClass().getBaseComponentType())))
                .filter(arrow -> !arrow.getKey().equals(arrow.getValue()))
                .collect(groupingBy(Entry::getKey, mapping(Entry::getValue, toSet())));
        return CLASSES.stream().map(ArchitectureTest::packageOf).distinct()
                .collect(toMap(name -> name, name -> new TreeSet<>(arrows.getOrDefault(name, Set.of()))));
    }

    private static Stream<JavaClass> topLevel() {
        return CLASSES.stream().filter(JavaClass::isTopLevelClass)
                .filter(type -> !List.of("package-info", "").contains(type.getSimpleName()));
    }

    private static JavaClass topLevelOf(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::topLevelOf).orElse(type);
    }

    private static String packageOf(JavaClass type) {
        return type.getPackageName().replaceFirst("^dev\\.reelay\\.?", "");
    }
}
