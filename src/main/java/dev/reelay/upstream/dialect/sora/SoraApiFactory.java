package dev.reelay.upstream;

import java.net.URI;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;

import dev.reelay.upstream.account.AccountSettings;
import dev.reelay.upstream.account.UpstreamConfig;

/** Creates the REST client on first use, because the sandbox's port is unknown before the HTTP server started. */
class SoraApiFactory {
    private SoraApiFactory() {
    }

    @Produces
    @ApplicationScoped
    static SoraApi connect(UpstreamConfig config, AccountSettings target) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(URI.create(target.url()))
                .connectTimeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                // The guards time out earlier; this only frees the connection of a hanging call.
                .readTimeout(config.createTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .multipartPostEncoderMode("HTML5") // plain UTF-8 fields, as browsers send them
                .disableDefaultMapper(true) // returns error responses instead of throwing
                .build(SoraApi.class);
    }
}
