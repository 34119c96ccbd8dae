package dev.reelay.outbound;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The URLs that a request may go to.
 *
 * @param allowHttp whether {@code http} is allowed beside {@code https}
 * @param allowPrivate whether addresses of private networks are allowed
 * @param ports the allowed ports
 */
public record UrlPolicy(boolean allowHttp, boolean allowPrivate, List<PortRange> ports) {
    private static final int LONGEST = 2000;
    /**
     * An IPv4 address with a hexadecimal number, or with a part that begins with zero, which is octal for some programs and
     * decimal for others; an IPv6 address with a zone.
     */
    private static final Pattern UNUSUAL_NOTATION = Pattern
            .compile("(.*\\.)?0[xX][0-9a-fA-F]*|(\\d+\\.)*0\\d[\\d.]*|\\[.*%.*");

    /**
     * Returns a URL that may be called, as far as its text tells; {@link OutboundGuard} checks its address.
     *
     * @throws RefusedUrlException if it is no absolute URL, or the policy forbids its scheme, its port, its user info or the
     *         notation of its address
     */
    public URI parse(String text) {
        if (text.length() > LONGEST) {
            throw new RefusedUrlException("The URL is longer than %d characters.".formatted(LONGEST));
        }
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException malformed) {
            throw new RefusedUrlException("The URL is malformed.");
        }
        check(url);
        return url;
    }

    void check(URI url) {
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !(allowHttp && scheme.equals("http"))) {
            throw new RefusedUrlException(allowHttp ? "The URL must begin with https:// or http://."
                    : "The URL must begin with https://.");
        }
        if (url.getHost() == null) {
            throw new RefusedUrlException("The URL has no valid host.");
        }
        if (UNUSUAL_NOTATION.matcher(url.getHost()).matches()) {
            throw new RefusedUrlException("The URL has an IP address in an unusual notation.");
        }
        if (url.getRawUserInfo() != null) {
            throw new RefusedUrlException("The URL must not have a user name or a password.");
        }
        int port = portOf(url);
        if (ports.stream().noneMatch(range -> range.contains(port))) {
            throw new RefusedUrlException("The port %d of the URL is not allowed.".formatted(port));
        }
    }

    /** Returns the port of a URL of the scheme {@code http} or {@code https}. */
    static int portOf(URI url) {
        return url.getPort() >= 0 ? url.getPort() : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }
}
