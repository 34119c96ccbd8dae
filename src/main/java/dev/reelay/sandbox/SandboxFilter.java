package dev.reelay.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jspecify.annotations.Nullable;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Guards every path of the sandbox: responds with 404 if it is closed, and with 401 to a request without its API key. */
@ApplicationScoped
class SandboxFilter {
    private static final String ROOT = "/sandbox";
    private static final String BEARER = "Bearer ";

    private final boolean open;
    private final byte[] key;

    SandboxFilter(SandboxConfig config, SandboxConfig.Upstream upstream) {
        this.open = config.isOpen(upstream);
        this.key = config.apiKey().getBytes(UTF_8);
    }

    void guard(@Observes Filters filters) {
        filters.register(this::check, 10);
    }

    private void check(RoutingContext context) {
        String path = context.normalizedPath();
        if (!path.equals(ROOT) && !path.startsWith(ROOT + "/")) {
            context.next();
        } else if (!open) {
            refuse(context, SandboxException.notFound("The sandbox is disabled"));
        } else if (!isKey(context.request().getHeader(HttpHeaders.AUTHORIZATION))) {
            refuse(context, SandboxException.unauthenticated());
        } else {
            context.next();
        }
    }

    private boolean isKey(@Nullable String authorization) {
        if (authorization == null) {
            return false;
        }
        String given = authorization.startsWith(BEARER) ? authorization.substring(BEARER.length()) : authorization;
        return MessageDigest.isEqual(given.strip().getBytes(UTF_8), key);
    }

    /** Responds with the body of an error (contract 7). */
    static void refuse(RoutingContext context, SandboxException refusal) {
        SandboxErrorBody.Detail detail = refusal.body().error();
        JsonObject error = new JsonObject().put("code", detail.code()).put("message", detail.message())
                .put("type", detail.type());
        // Reads the rest of an upload; without this the request never ends.
        context.request().resume();
        context.response().setStatusCode(refusal.status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json;charset=UTF-8")
                .end(new JsonObject().put("error", error).encode());
    }
}
