package dev.reelay.api.http;

import java.net.URI;
import java.net.URISyntaxException;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Validates the request line and headers, before the body is read. */
@ApplicationScoped
class RequestValidation {
    private final long bodyLimit;

    RequestValidation(HttpConfig config) {
        this.bodyLimit = config.bodyLimit().asLongValue();
    }

    boolean hasValidUri(HttpServerRequest request) {
        String uri = request.uri();
        return isPlain(uri) || isReadable(uri);
    }

    /** Returns true if the URI is valid without parsing, as nearly all are. */
    private static boolean isPlain(String uri) {
        for (int at = 0; at < uri.length(); at++) {
            if (!isPlain(uri.charAt(at))) {
                return false;
            }
        }
        return uri.startsWith("/");
    }

    private static boolean isPlain(char character) {
        return character >= 'a' && character <= 'z' || character >= '0' && character <= '9' || character == '/'
                || character == '_';
    }

    private static boolean isReadable(String uri) {
        try {
            return !new URI(uri).isOpaque();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    boolean exceedsBodyLimit(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && Long.parseLong(length) > bodyLimit;
    }

    /** Returns false if the content type is malformed. A request without one passes. */
    boolean hasSupportedContentType(HttpServerRequest request) {
        String contentType = request.getHeader(HttpHeaders.CONTENT_TYPE);
        try {
            return contentType == null || MediaType.valueOf(contentType) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
