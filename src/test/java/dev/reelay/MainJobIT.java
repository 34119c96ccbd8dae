package dev.reelay;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;

@QuarkusIntegrationTest
@WithTestResource(TestDataDirectory.class)
class MainJobIT extends MainJob {
}
