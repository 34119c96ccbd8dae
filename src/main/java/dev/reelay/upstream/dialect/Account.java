package dev.reelay.upstream.dialect;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * An account at an upstream: all that a dialect needs to send a request.
 *
 * @param name from the configuration; the row of each submitted video stores it
 * @param address returns the base URL, without a final slash; the sandbox has one only while the HTTP server listens
 * @param apiKey the account's key, as configured
 * @param keyHeader the header that has the key, for the dialect {@code sora}; other dialects have one of their own
 * @param query the query of each request, for the dialect {@code sora}, such as {@code api-version=preview}
 * @param connectTimeout limit for opening a connection
 * @param requestTimeout limit for a request, after which the connection of a hanging one is closed
 */
public record Account(String name, Supplier<URI> address, String apiKey, String keyHeader, Optional<String> query,
        Duration connectTimeout, Duration requestTimeout) {
    /** The header of the key, unless the account has another one. */
    public static final String AUTHORIZATION = "Authorization";

    private static final String BEARER = "Bearer ";
    /** A shorter key is not redacted: it protects nothing, and its text may occur in any response. */
    private static final int SHORTEST_SECRET = 8;

    /** Returns an account with the usual header and without a query. */
    public static Account of(String name, Supplier<URI> address, String apiKey, Duration connectTimeout,
            Duration requestTimeout) {
        return new Account(name, address, apiKey, AUTHORIZATION, Optional.empty(), connectTimeout, requestTimeout);
    }

    /** Returns the base URL, without a final slash. */
    public URI url() {
        return address.get();
    }

    /** Returns whether a URL has the scheme, host and port of this account's URL. */
    public boolean hasOrigin(URI other) {
        return origin(url()).equals(origin(other));
    }

    /** Returns the response with each copy of this account's key replaced, in case the upstream repeats the key. */
    public UpstreamResponse redact(UpstreamResponse response) {
        String secret = (apiKey.startsWith(BEARER) ? apiKey.substring(BEARER.length()) : apiKey).strip();
        return secret.length() < SHORTEST_SECRET ? response : response.redacted(secret);
    }

    @Override
    public String toString() {
        return "account " + name;
    }

    /** Returns scheme, host and port. {@link URI#getHost()} is null for a host with an underscore, so it is not used. */
    private static String origin(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        String authority = String.valueOf(url.getRawAuthority()).toLowerCase(Locale.ROOT);
        String host = authority.substring(authority.lastIndexOf('@') + 1);
        String defaultPort = scheme.equals("https") ? ":443" : ":80";
        return scheme + "://" + (host.endsWith(defaultPort) ? host.substring(0, host.length() - defaultPort.length()) : host);
    }
}
