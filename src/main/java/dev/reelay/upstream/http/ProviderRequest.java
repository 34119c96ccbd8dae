package dev.reelay.upstream.http;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

import io.vertx.core.http.HttpMethod;

/**
 * A request to a provider.
 *
 * @param headers further headers, with the account's key unless the URL is of another origin
 */
public record ProviderRequest(HttpMethod method, URI url, Map<String, String> headers, Optional<RequestBody> body) {
    public static ProviderRequest get(URI url, Map<String, String> headers) {
        return new ProviderRequest(HttpMethod.GET, url, headers, Optional.empty());
    }

    public static ProviderRequest post(URI url, Map<String, String> headers, RequestBody body) {
        return new ProviderRequest(HttpMethod.POST, url, headers, Optional.of(body));
    }

    public static ProviderRequest put(URI url, Map<String, String> headers) {
        return new ProviderRequest(HttpMethod.PUT, url, headers, Optional.empty());
    }

    public static ProviderRequest delete(URI url, Map<String, String> headers) {
        return new ProviderRequest(HttpMethod.DELETE, url, headers, Optional.empty());
    }

    /** Leaves out headers and body, because they have the key and a client's prompt. */
    @Override
    public String toString() {
        return method + " " + url.getRawPath();
    }
}
