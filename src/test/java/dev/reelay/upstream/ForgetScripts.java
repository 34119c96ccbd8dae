package dev.reelay.upstream;

import io.quarkus.test.junit.callback.QuarkusTestAfterEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;

/** Ends what a test left running at the {@link FaultUpstream}. Found as a service, so it applies to every test. */
public final class ForgetScripts implements QuarkusTestAfterEachCallback {
    @Override
    public void afterEach(QuarkusTestMethodContext context) {
        FaultUpstream.forgetScripts();
    }
}
