package dev.reelay.api.admin;

import io.vertx.ext.web.RoutingContext;

import dev.reelay.access.issued.Administrator;
import dev.reelay.api.edge.Addresses;
import dev.reelay.api.http.AuthenticationFilter;

/** Tells who sent a request. */
final class Administrators {
    private Administrators() {
    }

    static Administrator of(RoutingContext request) {
        return new Administrator(AuthenticationFilter.administratorOf(request), Addresses.of(request.request()));
    }
}
