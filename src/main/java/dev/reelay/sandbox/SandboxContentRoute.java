package dev.reelay.sandbox;

import static java.util.Objects.requireNonNull;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * Serves the content of a video (contract 5). This is a Vert.x route, because it sends a file with its own length and range,
 * for GET and HEAD, and with any header {@code Accept}.
 */
@ApplicationScoped
class SandboxContentRoute {
    private final Sandbox sandbox;

    SandboxContentRoute(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    void mount(@Observes Router router) {
        router.route("/sandbox/v1/videos/:id/content").method(HttpMethod.GET).method(HttpMethod.HEAD)
                .handler(this::send);
    }

    private void send(RoutingContext context) {
        String variant = context.request().getParam("variant");
        try {
            if (variant != null && !variant.equals("video")) {
                throw SandboxException.invalid("The sandbox does not make the variant " + variant + " of a video");
            }
            sandbox.requireClip(requireNonNull(context.pathParam("id"))).sendTo(context);
        } catch (SandboxException refusal) {
            SandboxFilter.refuse(context, refusal);
        }
    }
}
