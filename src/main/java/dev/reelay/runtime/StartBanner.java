package dev.reelay.runtime;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;

import dev.reelay.access.AccessControl;

/** Prints the address, the API key and a sample command when the server has started, and waits for its end. */
@ApplicationScoped
@Unremovable // only Quarkus.run refers to it
public class StartBanner implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger(StartBanner.class);

    private final AccessControl access;
    private final BannerConfig config;
    private final HttpServer server;

    StartBanner(AccessControl access, BannerConfig config, HttpServer server) {
        this.access = access;
        this.config = config;
        this.server = server;
    }

    /** Quarkus calls this after the server has its port. An observer of {@code HttpServerStart} may run before that. */
    @Override
    public int run(String... args) {
        print("http://localhost:" + server.getPort());
        Quarkus.waitForExit();
        return 0;
    }

    /**
     * Prints the banner. With a JSON log it logs one line instead, unless there is a new key: that is printed to the console
     * only, because a log would keep it.
     */
    private void print(String url) {
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
