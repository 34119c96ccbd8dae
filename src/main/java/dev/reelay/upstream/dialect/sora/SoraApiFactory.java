package dev.reelay.upstream.dialect.sora;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriBuilder;

import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;

import dev.reelay.upstream.dialect.Account;

/** Builds the REST client of each base URL on first use, because the sandbox has no URL before the HTTP server listens. */
final class SoraApiFactory {
    private final Map<Endpoint, SoraApi> clients = new ConcurrentHashMap<>();

    private record Endpoint(URI url, String keyHeader, Optional<String> query) {
    }

    /** Returns the REST client of an account. Accounts with the same base URL, header and query share one. */
    SoraApi of(Account account) {
        return clients.computeIfAbsent(new Endpoint(account.url(), account.keyHeader(), account.query()),
                endpoint -> connect(endpoint, account));
    }

    private static SoraApi connect(Endpoint endpoint, Account account) {
        return QuarkusRestClientBuilder.newBuilder()
                .baseUri(endpoint.url())
                .register((ClientRequestFilter) request -> adapt(request, endpoint))
                .connectTimeout(account.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                // The guards time out earlier; this only frees the connection of a hanging call.
                .readTimeout(account.requestTimeout().toMillis(), TimeUnit.MILLISECONDS)
                .disableDefaultMapper(true) // returns error responses instead of throwing
                .build(SoraApi.class);
    }

    /** Puts the key into the account's header, and the query behind the path. */
    private static void adapt(ClientRequestContext request, Endpoint endpoint) {
        List<Object> key = request.getHeaders().remove(HttpHeaders.AUTHORIZATION);
        request.getHeaders().put(endpoint.keyHeader(), key);
        endpoint.query().ifPresent(query -> request
                .setUri(UriBuilder.fromUri(request.getUri()).replaceQuery(query).build()));
    }
}
