package dev.reelay.api.http;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.access.AccessControl;
import dev.reelay.access.Caller;
import dev.reelay.error.ReelayException;

/**
 * Checks each request before any other handler: sets the request id, validates the URI, and under {@code /v1} requires an
 * API key or a ticket (401) and applies the rate limit for reads (429). Rejects a body that is too large (413), and a create
 * with a malformed content type (415).
 */
@ApplicationScoped
public class AuthenticationFilter {
    /** Query parameter with the ticket; ignored if the request has the header {@code Authorization}. */
    public static final String TICKET_PARAM = "ticket";

    /** Runs after the CORS filter, because preflight requests carry no key, and before any handler that reads a body. */
    private static final int PRIORITY = 200;
    private static final String API = "/v1";
    private static final String VIDEOS = API + "/videos";
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;
    private static final int UNSUPPORTED_TYPE = 415;

    /** Matrix parameters, and a slash at the end. */
    private static final Pattern HIDING = Pattern.compile(";[^/]*|/$");

    private static final String CALLER = Caller.class.getName();

    private final AccessControl access;
    private final RequestValidation head;
    private final ErrorMapper errors;

    AuthenticationFilter(AccessControl access, RequestValidation head, ErrorMapper errors) {
        this.access = access;
        this.head = head;
        this.errors = errors;
    }

    /** Returns the caller of a request under {@code /v1}, which this filter has authenticated. */
    public static Caller callerOf(RoutingContext request) {
        return requireNonNull(request.get(CALLER), "The request was not authenticated");
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    private void check(RoutingContext context) {
        RequestId.put(context.request());
        if (!head.hasValidUri(context.request())) {
            errors.send(context, BAD_REQUEST);
            return;
        }
        String path = path(context);
        boolean isCreate = context.request().method() == HttpMethod.POST && path.equals(VIDEOS);
        try {
            if (path.equals(API) || path.startsWith(API + "/")) {
                admit(context, isCreate);
            }
        } catch (ReelayException refused) {
            errors.send(context, refused);
            return;
        }
        if (head.exceedsBodyLimit(context.request())) {
            errors.send(context, TOO_LARGE);
        } else if (isCreate && !head.hasSupportedContentType(context.request())) {
            errors.send(context, UNSUPPORTED_TYPE);
        } else {
            context.next();
        }
    }

    private void admit(RoutingContext context, boolean isCreate) {
        Caller caller = caller(context);
        context.put(CALLER, caller);
        try {
            RateLimitHeaders.REQUESTS.put(context.response(),
                    isCreate ? access.readLimit(caller) : access.admitRead(caller));
        } catch (ReelayException refused) {
            RateLimitHeaders.REQUESTS.put(context.response(), access.readLimit(caller));
            throw refused;
        }
    }

    private Caller caller(RoutingContext context) {
        String authorization = context.request().getHeader(HttpHeaders.AUTHORIZATION);
        String ticket = authorization == null ? context.request().getParam(TICKET_PARAM) : null;
        return ticket != null && isRead(context.request())
                ? access.authenticate(ticket, context.normalizedPath())
                : access.authenticate(authorization);
    }

    /** Returns the path as the JAX-RS router matches it, so that neither matrix parameters nor a final slash bypass a check. */
    private static String path(RoutingContext context) {
        String path = context.normalizedPath();
        return path.endsWith("/") || path.indexOf(';') >= 0 ? HIDING.matcher(path).replaceAll("") : path;
    }

    private static boolean isRead(HttpServerRequest request) {
        return request.method() == HttpMethod.GET || request.method() == HttpMethod.HEAD;
    }
}
