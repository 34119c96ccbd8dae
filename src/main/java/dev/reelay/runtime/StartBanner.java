package dev.reelay.runtime;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;

import org.jboss.logging.Logger;

import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;

import dev.reelay.access.AccessControl;

/** Prints the address, the API key and a sample command when the server has started. */
@ApplicationScoped
class StartBanner {
    private static final Logger LOG = Logger.getLogger(StartBanner.class);

    private final AccessControl access;
    private final BannerConfig config;
    private final HttpServer server;

    StartBanner(AccessControl access, BannerConfig config, HttpServer server) {
        this.access = access;
        this.config = config;
        this.server = server;
    }

    /**
     * Prints the banner. With a JSON log it logs one line instead, unless there is a new key: that is printed to the console
     * only, because a log would keep it.
     */
    void onListening(@ObservesAsync HttpServerStart event) {
        String url = "http://localhost:" + server.getPort();
        if (config.printsJson() && access.newSecret().isEmpty()) {
            LOG.infof("Reelay is ready at %s", url);
        } else {
            System.out.println(text(url));
        }
    }

    private String text(String url) {
        return access.newSecret().map(secret -> withNewKey(url, secret)).orElseGet(() -> withKnownKey(url));
    }

    private static String withNewKey(String url, String secret) {
        return """

                Reelay is ready.

                  Page     %s/#key=%s
                  API key  %s
                           (generated; shown only this once, because only its hash is stored)

                  %s
                """.formatted(url, secret, secret, curl(url, secret));
    }

    private String withKnownKey(String url) {
        return """

                Reelay is ready.

                  Page     %s/
                  API key  %s

                  %s
                """.formatted(url,
                access.isConfigured() ? "as configured in reelay.access.keys"
                        : "generated and shown at the first start; to set your own: REELAY_ACCESS_KEYS=sk-…",
                curl(url, "$REELAY_KEY"));
    }

    private static String curl(String url, String key) {
        return "curl -H \"Authorization: %s\" -F model=sora-2 -F size=1280x720 -F seconds=10 -F prompt=\"A lighthouse at dusk\" %s/v1/videos"
                .formatted(key, url);
    }
}
