package dev.reelay.api.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;

/** The fixed paths of the API. {@link VideoPath} has those below a video. */
public final class ApiPaths {
    static final String API = "/v1";
    public static final String VIDEOS = API + "/videos";
    /** The events of all videos of the caller. */
    public static final String OWNER_EVENTS = VIDEOS + "/events";

    public static final String WEBHOOK_ENDPOINTS = API + "/webhook_endpoints";
    public static final String WEBHOOK_DELIVERIES = API + "/webhook_deliveries";
    public static final String WEBHOOK_SECRET = API + "/webhook_secret";

    public static final String USAGE = API + "/usage";
    /** The caller's own key. */
    public static final String OWN_KEY = API + "/key";

    private static final String ADMIN = "/admin";
    public static final String ADMIN_KEYS = ADMIN + "/keys";
    public static final String ADMIN_AUDIT = ADMIN + "/audit";
    public static final String ADMIN_USAGE = ADMIN + "/usage";

    private ApiPaths() {
    }

    /** Returns true if the request needs an API key or a ticket. */
    static boolean isApi(RoutingContext request) {
        return isAtOrBelow(API, request);
    }

    /** Returns true if the request needs the key of an administrator. */
    static boolean isAdministration(RoutingContext request) {
        return isAtOrBelow(ADMIN, request);
    }

    private static boolean isAtOrBelow(String root, RoutingContext request) {
        String path = path(request);
        return path.startsWith(root) && (path.length() == root.length() || path.charAt(root.length()) == '/');
    }

    static boolean isCreate(RoutingContext request) {
        return request.request().method() == HttpMethod.POST && path(request).equals(VIDEOS);
    }

    /** Returns the path without a final slash, which both routers ignore. */
    private static String path(RoutingContext request) {
        String path = request.normalizedPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
