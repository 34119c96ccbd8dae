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

/** Stands before every path of the sandbox: nobody is there when it is closed, and only the key gets in when it is not. */
@ApplicationScoped
class SandboxFilter {
    private static final String ROOT = "/sandbox";
    private static final String BEARER = "Bearer ";

    private final boolean open;
    private final byte[] key;

    SandboxFilter(SandboxConfig config) {
        this.open = config.isOpen();
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
            refuse(context, SandboxException.notFound("There is no sandbox here"));
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

    /** Answers with the manual's error body. */
    static void refuse(RoutingContext context, SandboxException refusal) {
        SandboxErrorBody.Detail detail = refusal.body().error();
        JsonObject error = new JsonObject().put("code", detail.code()).put("message", detail.message())
                .put("type", detail.type());
        // An upload that nobody reads would never end.
        context.request().resume();
        context.response().setStatusCode(refusal.status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json;charset=UTF-8")
                .end(new JsonObject().put("error", error).encode());
    }
}
