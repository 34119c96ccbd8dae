package dev.reelay.async;

import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;

import io.smallrye.mutiny.Uni;

/**
 * The log lines of an action that is repeated soon after a failure. A warning has the first failure, and a line at DEBUG each
 * one that follows it until the action succeeds, so that an outage is one warning. It is thread-safe.
 */
public final class FailureLog {
    private final Logger log;
    private final String name;
    private volatile boolean failing;

    /** @param name the subject of the log line, such as "Claim of webhook deliveries" */
    public FailureLog(Logger log, String name) {
        this.log = log;
        this.name = name;
    }

    /** Returns a run of the action that logs its failure, and fails with it. */
    public <T> Uni<T> watch(Uni<T> run) {
        return run.invoke(this::succeeded).onFailure().invoke(this::failed);
    }

    /** Notes that a run succeeded. */
    public void succeeded() {
        failing = false;
    }

    /** Logs the failure of a run. */
    public void failed(Throwable failure) {
        log.logf(failing ? Level.DEBUG : Level.WARN, "%s failed: %s", name, failure.getMessage());
        failing = true;
    }
}
