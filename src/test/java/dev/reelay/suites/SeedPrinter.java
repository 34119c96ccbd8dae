package dev.reelay.suites;

import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** Prints the seed of the random test order, so that the order can be repeated. JUnit loads it as a service. */
public final class SeedPrinter implements TestExecutionListener {
    @Override
    public void testPlanExecutionStarted(TestPlan plan) {
        plan.getConfigurationParameters().get("junit.jupiter.execution.order.random.seed")
                .ifPresent(seed -> System.out.println("Tests run in the order of -Dtests.seed=" + seed));
    }
}
