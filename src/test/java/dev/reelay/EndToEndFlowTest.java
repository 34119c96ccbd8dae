package dev.reelay;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

import dev.reelay.testing.EndToEndFlow;
import dev.reelay.testing.TestDatabase;

@QuarkusTest
@WithTestResource(TestDatabase.class)
class EndToEndFlowTest extends EndToEndFlow {
}
