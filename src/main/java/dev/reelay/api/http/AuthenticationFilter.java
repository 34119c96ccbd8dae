package dev.reelay.api.http;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.access.AccessControl;
import dev.reelay.access.Caller;
import dev.reelay.api.edge.Addresses;
import dev.reelay.api.edge.ClientFault;
import dev.reelay.api.edge.ClientFaults;
import dev.reelay.error.ReelayException;

/**
 * Requires an API key or a ticket for each request under {@code /v1}, and the key of an administrator under {@code /admin};
 * without a valid one, responds with 401. Without administrators, there is nothing under {@code /admin}.
 */
@ApplicationScoped
public class AuthenticationFilter {
    /** Query parameter with the ticket; ignored if the request has the header {@code Authorization}. */
    public static final String TICKET_PARAM = "ticket";

    private static final String CALLER = Caller.class.getName();
    private static final String ADMINISTRATOR = "administrator";
    private static final int NOT_FOUND = 404;

    private final AccessControl access;
    private final ErrorMapper errors;
    private final ClientFaults faults;

    AuthenticationFilter(AccessControl access, ErrorMapper errors, ClientFaults faults) {
        this.access = access;
        this.errors = errors;
        this.faults = faults;
    }

    /** Returns the caller of a request under {@code /v1}, which this filter has authenticated. */
    public static Caller callerOf(RoutingContext request) {
        return requireNonNull(request.get(CALLER), "The request was not authenticated");
    }

    /** Returns the models that the caller may use; empty for all. */
    public static Optional<Set<String>> modelsOf(RoutingContext request) {
        return callerOf(request).limits().models();
    }

    /** Returns the caller, or empty if the request is not authenticated: outside of {@code /v1}, or before this filter. */
    static Optional<Caller> knownCallerOf(RoutingContext request) {
        return Optional.ofNullable(request.get(CALLER));
    }

    /** Returns the name of the administrator of a request under {@code /admin}, which this filter has authenticated. */
    public static String administratorOf(RoutingContext request) {
        return requireNonNull(request.get(ADMINISTRATOR), "The request was not authenticated");
    }

    /** Returns the administrator, or empty as {@link #knownCallerOf}. */
    static Optional<String> knownAdministratorOf(RoutingContext request) {
        return Optional.ofNullable(request.get(ADMINISTRATOR));
    }

    void register(@Observes Filters filters) {
        filters.register(this::authenticate, FilterOrder.AUTHENTICATION);
    }

    private void authenticate(RoutingContext context) {
        try {
            if (ApiPaths.isApi(context)) {
                context.put(CALLER, caller(context));
            } else if (ApiPaths.isAdministration(context)) {
                if (!access.hasAdministrators()) {
                    errors.send(context, NOT_FOUND);
                    return;
                }
                context.put(ADMINISTRATOR, access.authenticateAdministrator(
                        context.request().getHeader(HttpHeaders.AUTHORIZATION), () -> Addresses.of(context.request())));
            }
        } catch (ReelayException rejected) {
            reject(context, rejected);
            return;
        }
        context.next();
    }

    private void reject(RoutingContext context, ReelayException rejected) {
        if (context.request().getHeader(HttpHeaders.AUTHORIZATION) != null
                || context.request().getParam(TICKET_PARAM) != null) {
            faults.count(ClientFault.BAD_KEY, Addresses.of(context.request()), "answered with an error");
        }
        errors.send(context, rejected);
    }

    private Caller caller(RoutingContext context) {
        String authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        String ticket = authorization == null ? context.request().getParam(TICKET_PARAM) : null;
        Supplier<String> address = () -> Addresses.of(context.request());
        return ticket != null && isRead(context.request())
                ? access.authenticate(ticket, context.normalizedPath(), address)
                : access.authenticate(authorization, address);
    }

    private static boolean isRead(HttpServerRequest request) {
        return request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
    }
}
