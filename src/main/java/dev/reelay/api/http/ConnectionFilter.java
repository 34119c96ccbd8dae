package dev.reelay.api.http;

import java.time.Duration;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.access.Caller;
import dev.reelay.api.edge.ConnectionGuard;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/**
 * Keeps the last connections of a node for health checks and for valid keys: a connection that opened while there were few
 * left is closed after its first response, unless the request has a valid key. Also limits the connections of an owner, and of
 * an
 * administrator.
 */
@ApplicationScoped
class ConnectionFilter {
    private static final String HEALTH = "/q/health";
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final ErrorMapper errors;

    ConnectionFilter(ErrorMapper errors) {
        this.errors = errors;
    }

    void register(@Observes Filters filters) {
        filters.register(this::checkConnection, FilterOrder.CONNECTION);
        filters.register(this::admitOwner, FilterOrder.ADMISSION);
    }

    private void checkConnection(RoutingContext context) {
        if (ApiPaths.isApi(context) || ApiPaths.isAdministration(context) || isHealth(context.request())
                || ConnectionGuard.of(context.request()).filter(ConnectionGuard::isCrowded).isEmpty()) {
            context.next();
        } else {
            errors.send(context, ReelayException.later(ErrorCode.SERVICE_UNAVAILABLE,
                    "The gateway has too many connections; try again", RETRY));
        }
    }

    private void admitOwner(RoutingContext context) {
        Optional<String> holder = AuthenticationFilter.knownCallerOf(context).map(Caller::owner)
                .or(() -> AuthenticationFilter.knownAdministratorOf(context).map("administrator "::concat));
        Optional<ConnectionGuard> guard = ConnectionGuard.of(context.request());
        if (holder.isEmpty() || guard.isEmpty()) {
            context.next();
        } else if (guard.get().admit(holder.get())) {
            context.next();
        } else {
            errors.send(context, ReelayException.later(ErrorCode.RATE_LIMIT_EXCEEDED,
                    "Too many connections of one owner", RETRY));
        }
    }

    private static boolean isHealth(HttpServerRequest request) {
        String path = String.valueOf(request.path());
        return path.equals(HEALTH) || path.startsWith(HEALTH + "/");
    }
}
