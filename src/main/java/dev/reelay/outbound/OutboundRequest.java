package dev.reelay.outbound;

import java.net.URI;
import java.util.Map;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;

/**
 * A request to a URL that a client names.
 *
 * @param url a URL from {@link UrlPolicy#parse}
 * @param headers the headers besides {@code User-Agent}
 * @param body empty for a request without a body
 */
public record OutboundRequest(HttpMethod method, URI url, Map<String, String> headers, Buffer body) {
}
