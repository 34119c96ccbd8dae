package dev.reelay.api.http;

/**
 * The order of the filters, which each request passes before any other handler: the filter with the highest number first. All
 * run after the CORS filter of Quarkus (300), because preflight requests carry no key.
 */
final class FilterOrder {
    /** {@link RequestValidation} sets the request id and rejects an invalid URI before another filter reads the path. */
    static final int URI = 230;
    /** {@link ConnectionFilter} keeps the last connections for health checks and valid keys. */
    static final int CONNECTION = 225;
    /** {@link AuthenticationFilter} */
    static final int AUTHENTICATION = 220;
    /** {@link ConnectionFilter} counts the connections of the owner. */
    static final int ADMISSION = 215;
    /** {@link RateLimitFilter} */
    static final int RATE_LIMIT = 210;
    /** {@link RequestValidation} checks the body's size and type for valid keys only, and before any handler reads the body. */
    static final int BODY = 200;

    private FilterOrder() {
    }
}
