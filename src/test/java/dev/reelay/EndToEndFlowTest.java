package dev.reelay;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(TestDatabase.class)
class EndToEndFlowTest extends EndToEndFlow {
}
