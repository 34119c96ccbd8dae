package dev.reelay.upstream;

import io.quarkus.test.junit.callback.QuarkusTestAfterEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;

/** Deletes the scripts of the {@link FaultUpstream} after each test. Quarkus loads it as a service for all tests. */
public final class ForgetScripts implements QuarkusTestAfterEachCallback {
    @Override
    public void afterEach(QuarkusTestMethodContext context) {
        FaultUpstream.forgetScripts();
    }
}
