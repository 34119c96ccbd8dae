package dev.reelay.api.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.access.AccessControl;
import dev.reelay.access.Caller;
import dev.reelay.error.ReelayException;

/**
 * Applies the rate limit for reads to each request under {@code /v1} (429), and sets the headers with its state. A create does
 * not count: it has limits of its own, which the database counts.
 */
@ApplicationScoped
class RateLimitFilter {
    private final AccessControl access;
    private final ErrorMapper errors;

    RateLimitFilter(AccessControl access, ErrorMapper errors) {
        this.access = access;
        this.errors = errors;
    }

    void register(@Observes Filters filters) {
        filters.register(this::limit, FilterOrder.RATE_LIMIT);
    }

    private void limit(RoutingContext context) {
        if (ApiPaths.isApi(context)) {
            Caller caller = AuthenticationFilter.callerOf(context);
            try {
                RateLimitHeaders.REQUESTS.put(context.response(),
                        ApiPaths.isCreate(context) ? access.readLimit(caller) : access.admitRead(caller));
            } catch (ReelayException rejected) {
                RateLimitHeaders.REQUESTS.put(context.response(), access.readLimit(caller));
                errors.send(context, rejected);
                return;
            }
        }
        context.next();
    }
}
