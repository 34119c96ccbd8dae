package dev.reelay.upstream.dialect.sora;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;

import dev.reelay.upstream.dialect.Account;

/** Builds the REST client of each base URL on first use, because the sandbox has no URL before the HTTP server listens. */
final class SoraApiFactory {
    private final Map<URI, SoraApi> clients = new ConcurrentHashMap<>();

    /** Returns the REST client of an account. Accounts with the same base URL share one. */
    SoraApi of(Account account) {
        return clients.computeIfAbsent(account.url(), url -> connect(url, account));
    }

    private static SoraApi connect(URI url, Account account) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(url)
                .connectTimeout(account.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                // The guards time out earlier; this only frees the connection of a hanging call.
                .readTimeout(account.requestTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .multipartPostEncoderMode("HTML5") // plain UTF-8 fields, as browsers send them
                .disableDefaultMapper(true) // returns error responses instead of throwing
                .build(SoraApi.class);
    }
}
