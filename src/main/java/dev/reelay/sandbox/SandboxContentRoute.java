package dev.reelay.sandbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * The manual's download. A plain route, because only there a file goes out with the length and the range that were
 * decided here, for GET and HEAD, whatever the client says that it accepts.
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
                throw SandboxException.invalid("There is no variant " + variant + " of a video here");
            }
            sandbox.requireClip(context.pathParam("id")).sendTo(context);
        } catch (SandboxException refusal) {
            SandboxFilter.refuse(context, refusal);
        }
    }
}
