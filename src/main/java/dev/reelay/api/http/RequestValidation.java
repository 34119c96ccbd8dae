package dev.reelay.api.http;

import java.net.URI;
import java.net.URISyntaxException;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.MediaType;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.api.edge.UnambiguousPath;

/**
 * Validates the head of each request before the body is read. Rejects an invalid URI or an ambiguous path (400), a body that is
 * too large (413), and
 * a create with a malformed content type (415). Also sets the request id, which each error response carries.
 */
@ApplicationScoped
class RequestValidation {
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;
    private static final int UNSUPPORTED_TYPE = 415;

    private final long bodyLimit;
    private final ErrorMapper errors;

    RequestValidation(HttpConfig config, ErrorMapper errors) {
        this.bodyLimit = config.bodyLimit().asLongValue();
        this.errors = errors;
    }

    void register(@Observes Filters filters) {
        filters.register(this::checkUri, FilterOrder.URI);
        filters.register(this::checkBody, FilterOrder.BODY);
    }

    private void checkUri(RoutingContext context) {
        RequestId.put(context.request()); // before any error response
        if (hasValidUri(context.request()) && UnambiguousPath.isOne(String.valueOf(context.request().path()))) {
            context.next();
        } else {
            errors.send(context, BAD_REQUEST);
        }
    }

    private void checkBody(RoutingContext context) {
        if (exceedsBodyLimit(context.request())) {
            errors.send(context, TOO_LARGE);
        } else if (ApiPaths.isCreate(context) && !hasSupportedContentType(context.request())) {
            errors.send(context, UNSUPPORTED_TYPE);
        } else {
            context.next();
        }
    }

    private static boolean hasValidUri(HttpServerRequest request) {
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

    private boolean exceedsBodyLimit(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length != null && Long.parseLong(length) > bodyLimit;
    }

    /** Returns false if the content type is malformed. A request without one passes. */
    private static boolean hasSupportedContentType(HttpServerRequest request) {
        String contentType = request.getHeader(HttpHeaders.CONTENT_TYPE);
        try {
            return contentType == null || MediaType.valueOf(contentType) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
