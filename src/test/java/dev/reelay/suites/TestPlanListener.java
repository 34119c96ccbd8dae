package dev.reelay.suites;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Optional;
import java.util.Set;

import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.suite.api.Suite;

/**
 * Prints the seed of the random test order, so that the order can be repeated, and keeps which classes JUnit found. JUnit
 * loads it as a service.
 */
public final class TestPlanListener implements TestExecutionListener {
    private static volatile Set<ClassSource> found = Set.of();

    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        plan.getConfigurationParameters().get("junit.jupiter.execution.order.random.seed")
                .ifPresent(seed -> System.out.println("Tests run in the order of -Dtests.seed=" + seed));
        found = plan.getRoots().stream().flatMap(root -> plan.getDescendants(root).stream()).map(TestIdentifier::getSource)
                .flatMap(Optional::stream).filter(ClassSource.class::isInstance).map(ClassSource.class::cast)
                .collect(toUnmodifiableSet());
    }

    /** Names of the test classes and suites that JUnit found. */
    static Set<String> classes() {
        return found.stream().map(ClassSource::getClassName).collect(toUnmodifiableSet());
    }

    static Set<Class<?>> suites() {
        return found.stream().filter(source -> source.getClassName().endsWith("Suite")).map(ClassSource::getJavaClass)
                .filter(type -> type.isAnnotationPresent(Suite.class)).collect(toUnmodifiableSet());
    }
}
