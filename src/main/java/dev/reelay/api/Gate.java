package dev.reelay.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.access.Access;
import dev.reelay.access.Caller;
import dev.reelay.error.ReelayException;

/** Stands before everything under {@code /v1}: who shows no valid key learns nothing else. */
@ApplicationScoped
class Gate {
    /** Before any other route, the body's reading included. */
    private static final int FIRST = -10_000;
    private static final String CALLER = Caller.class.getName();

    private final Access access;
    private final Errors errors;

    Gate(Access access, Errors errors) {
        this.access = access;
        this.errors = errors;
    }

    /** Who sent a request that passed the gate. */
    static Caller callerOf(RoutingContext request) {
        return request.get(CALLER);
    }

    void mount(@Observes Router router) {
        router.route("/v1/*").order(FIRST).handler(this::authenticate);
    }

    private void authenticate(RoutingContext request) {
        try {
            request.put(CALLER, access.authenticate(request.request().getHeader(HttpHeaders.AUTHORIZATION)));
        } catch (ReelayException unknown) {
            errors.send(request, unknown);
            return;
        }
        request.next();
    }
}
