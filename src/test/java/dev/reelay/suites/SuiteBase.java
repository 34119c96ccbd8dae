package dev.reelay.suites;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.commons.support.AnnotationSupport.findAnnotation;
import static org.junit.platform.commons.support.AnnotationSupport.findRepeatableAnnotations;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.platform.suite.api.BeforeSuite;
import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeClassNamePatterns;

/**
 * Fails if JUnit did not find a test class of the suite. JUnit leaves out a class that it cannot load, for example one that
 * was compiled against a class that is gone, and reports this only as a debug message.
 */
abstract class SuiteBase {
    private static final Path CLASSES = Path.of("target", "test-classes");
    private static final Set<String> EXCLUDED_TAGS = Set.of(System.getProperty("tests.excluded", "").split(","));

    @BeforeSuite
    static void eachTestClassIsFound() throws IOException {
        assertThat(TestPlanListener.suites()).as("suites").isNotEmpty();
        for (Class<?> suite : TestPlanListener.suites()) {
            assertThat(missing(suite)).as("test classes of %s that JUnit did not find", suite.getSimpleName()).isEmpty();
        }
    }

    private static List<String> missing(Class<?> suite) throws IOException {
        String[] included = findAnnotation(suite, IncludeClassNamePatterns.class).orElseThrow().value();
        String[] excluded = findAnnotation(suite, ExcludeClassNamePatterns.class).map(ExcludeClassNamePatterns::value)
                .orElse(new String[0]);
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.map(file -> CLASSES.relativize(file).toString()).filter(file -> file.endsWith(".class"))
                    .map(file -> file.substring(0, file.length() - ".class".length()).replace(File.separatorChar, '.'))
                    .filter(name -> matches(name, included) && !matches(name, excluded))
                    .filter(name -> !TestPlanListener.classes().contains(name)).filter(SuiteBase::isToRun).toList();
        }
    }

    private static boolean matches(String name, String... patterns) {
        return Stream.of(patterns).anyMatch(name::matches);
    }

    private static boolean isToRun(String name) {
        Class<?> test;
        try {
            test = Class.forName(name, false, SuiteBase.class.getClassLoader());
        } catch (ClassNotFoundException gone) {
            throw new UncheckedIOException(new IOException(gone));
        }
        return !Modifier.isAbstract(test.getModifiers())
                && findRepeatableAnnotations(test, Tag.class).stream().noneMatch(tag -> EXCLUDED_TAGS.contains(tag.value()));
    }
}
