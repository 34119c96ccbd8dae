package dev.reelay.upstream.dialect;

import java.net.URI;
import java.util.Map;

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

    /** Leaves out the key, and the query of the URL, because it may be signed. */
    @Override
    public String toString() {
        return "GET " + url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
    }
}
