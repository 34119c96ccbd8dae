package dev.reelay.suites;

import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** Prints the seed of the random order of tests, with which a build can be repeated. Found as a service. */
public final class SeedPrinter implements TestExecutionListener {
    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        plan.getConfigurationParameters().get("junit.jupiter.execution.order.random.seed")
                .ifPresent(seed -> System.out.println("Tests run in the order of -Dtests.seed=" + seed));
    }
}
