package dev.reelay.upstream.dialect;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * A GET request for content at an upstream.
 *
 * @param headers the headers with the account's key; empty for a URL outside of the account's origin
 */
public record ContentRequest(URI url, Map<String, String> headers) {

    /**
     * Returns the request for a URL, with the account's key only if the URL has the origin of the account's own URL
     * (RFC 6454): an upstream names URLs of storages that must not see the key.
     *
     * @param key the headers with the account's key
     */
    public static ContentRequest of(Account account, URI url, Map<String, String> key) {
        return new ContentRequest(url, account.hasOrigin(url) ? key : Map.of());
    }

    /**
     * Returns the request for the URL that the status named, for a provider that has the video alone.
     *
     * @param variant see {@link UpstreamDialect#content}
     * @param key the headers with the account's key
     * @return empty if a variant is asked for, or the status named no URL
     */
    public static Optional<ContentRequest> named(Account account, ContentLocation location, Optional<String> variant,
            Map<String, String> key) {
        return location.url().filter(url -> variant.isEmpty()).map(url -> of(account, url, key));
    }

    /** Leaves out the key, and the query of the URL, because it may be signed. */
    @Override
    public String toString() {
        return "GET " + url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
    }
}
