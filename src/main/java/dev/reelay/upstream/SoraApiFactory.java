package dev.reelay.upstream;

import java.net.URI;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;

/** Makes the REST client at its first use: not before, since the sandbox's port is known once this program listens. */
class SoraApiFactory {
    private SoraApiFactory() {
    }

    @Produces
    @ApplicationScoped
    static SoraApi connect(UpstreamConfig config, AccountSettings target) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(URI.create(target.url()))
                .connectTimeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                // A call is given up earlier, where it matters; this frees the connection of one that hangs.
                .readTimeout(config.createTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .multipartPostEncoderMode("HTML5") // plain UTF-8 fields, as browsers and the manual's clients send them
                .disableDefaultMapper(true) // an error status is an answer to read, not an exception
                .build(SoraApi.class);
    }
}
