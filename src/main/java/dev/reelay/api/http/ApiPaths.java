package dev.reelay.api.http;

import java.util.regex.Pattern;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** The fixed paths of the API. {@link VideoPath} has those below a video. */
public final class ApiPaths {
    static final String API = "/v1";
    public static final String VIDEOS = API + "/videos";
    /** The events of all videos of the caller. */
    public static final String OWNER_EVENTS = VIDEOS + "/events";

    /** Matrix parameters, and a slash at the end. */
    private static final Pattern IGNORED = Pattern.compile(";[^/]*|/$");

    private ApiPaths() {
    }

    /** Returns true if the request needs an API key or a ticket. */
    static boolean isApi(RoutingContext request) {
        String path = path(request);
        return path.equals(API) || path.startsWith(API + "/");
    }

    static boolean isCreate(RoutingContext request) {
        return request.request().method() == HttpMethod.POST && path(request).equals(VIDEOS);
    }

    /** Returns the path as the JAX-RS router matches it, so that neither matrix parameters nor a final slash bypass a check. */
    private static String path(RoutingContext request) {
        String path = request.normalizedPath();
        return path.endsWith("/") || path.indexOf(';') >= 0 ? IGNORED.matcher(path).replaceAll("") : path;
    }
}
