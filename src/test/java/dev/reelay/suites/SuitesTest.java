package dev.reelay.suites;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

/** Compares the suites with the test profiles. It reads class files, because Quarkus starts work for each loaded test class. */
class SuitesTest {
    private static final List<String> GROUPS = List.of(Groups.FAULTY_UPSTREAM, Groups.SANDBOX, Groups.ARCHIVE, Groups.LIMITS,
            Groups.ACCOUNTS, Groups.PROVIDERS, Groups.SLOW, Groups.ENDURANCE);

    private static final List<JavaClass> TESTS = new ClassFileImporter().importPackages("dev.reelay").stream()
            .filter(type -> type.getSimpleName().endsWith("Test") && !type.getModifiers().contains(JavaModifier.ABSTRACT))
            .filter(type -> type.isAnnotatedWith(QuarkusTest.class)).toList();

    @Test
    void eachQuarkusTestIsInOneGroup() {
        assertThat(TESTS).hasSizeGreaterThan(30).allSatisfy(test -> assertThat(groups(test)).as(test.getName()).hasSize(1));
    }

    @Test
    void eachProgramIsStartedByOneSuite() {
        Map<String, Set<String>> groups = TESTS.stream()
                .collect(groupingBy(SuitesTest::program, mapping(test -> groups(test).toString(), toSet())));

        assertThat(groups).allSatisfy((program, itsGroups) -> assertThat(itsGroups).as(program).hasSize(1));
    }

    private static List<String> groups(JavaClass test) {
        return GROUPS.stream().filter(group -> test.getName().matches(group)).toList();
    }

    /** The profile or, without one, the test resources. */
    private static String program(JavaClass test) {
        return test.getAnnotations().stream()
                .filter(annotation -> annotation.getRawType().isEquivalentTo(TestProfile.class)
                        || annotation.getRawType().isEquivalentTo(WithTestResource.class))
                .map((JavaAnnotation<?> annotation) -> ((JavaClass) annotation.get("value").orElseThrow()).getName())
                .sorted().toList().toString();
    }
}
