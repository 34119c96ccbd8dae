package dev.reelay;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import io.vertx.core.buffer.Buffer;

/** Checks the dependencies between packages against the complete list; each one points down. */
class ArchitectureTest {
    private static final Map<String, Set<String>> ARROWS = Map.of(
            "api", Set.of("access", "pipeline", "content", "progress", "trace", "video", "error"),
            "pipeline", Set.of("upstream", "progress", "trace", "video", "error"),
            "content", Set.of("upstream", "trace", "video", "error"),
            "upstream", Set.of("video", "error"),
            "trace", Set.of("video", "error"),
            "progress", Set.of("video"),
            "video", Set.of("error"),
            "access", Set.of("error"),
            "error", Set.of(),
            "sandbox", Set.of());

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("dev.reelay");

    @TestFactory
    Stream<DynamicTest> aPackageUsesOnlyWhatItsArrowsAllow() {
        return ARROWS.keySet().stream().map(name -> DynamicTest.dynamicTest(name,
                () -> noClasses().that().resideInAPackage("dev.reelay." + name)
                        .should().dependOnClassesThat().resideInAnyPackage(forbidden(name)).check(CLASSES)));
    }

    @Test
    void everyPackageIsOnTheList() {
        Set<String> present = CLASSES.stream().map(JavaClass::getPackageName)
                .filter(name -> !name.equals("dev.reelay")).collect(Collectors.toSet());
        assertThat(present).isSubsetOf(ARROWS.keySet().stream().map(name -> "dev.reelay." + name).toList());
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("dev.reelay.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void everyPackageIsNonNullByDefault() {
        Set<String> marked = CLASSES.stream().filter(type -> type.getSimpleName().equals("package-info"))
                .filter(type -> type.isAnnotatedWith(NullMarked.class)).map(JavaClass::getPackageName)
                .collect(Collectors.toSet());
        assertThat(CLASSES.stream().map(JavaClass::getPackageName)).allMatch(marked::contains);
    }

    @Test
    void onlyTheRepositoryPackageKnowsHibernate() {
        classes().that().resideOutsideOfPackage("dev.reelay.video").should().onlyDependOnClassesThat()
                .resideOutsideOfPackages("org.hibernate..", "io.quarkus.hibernate..", "jakarta.persistence..")
                .check(CLASSES);
    }

    /** Forbids static buffers, because the native build would store them in the executable. */
    @Test
    void noBufferIsStatic() {
        noFields().that().haveRawType(Buffer.class).should().beStatic().check(CLASSES);
    }

    private static String[] forbidden(String name) {
        return Stream.concat(ARROWS.keySet().stream(), Stream.of(""))
                .filter(other -> !other.equals(name) && !ARROWS.get(name).contains(other))
                .map(other -> other.isEmpty() ? "dev.reelay" : "dev.reelay." + other)
                .toArray(String[]::new);
    }
}
