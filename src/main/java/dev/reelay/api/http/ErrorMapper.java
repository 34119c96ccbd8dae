package dev.reelay.api.http;

import java.io.UnsupportedEncodingException;
import java.time.Duration;
import java.util.Map;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.core.multipart.MultipartParser;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.api.edge.Addresses;
import dev.reelay.api.edge.ClientFault;
import dev.reelay.api.edge.ClientFaults;
import dev.reelay.api.edge.ConnectionGuard;
import dev.reelay.api.wire.ErrorBody;
import dev.reelay.database.DatabaseFailures;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/**
 * Maps each failure of a request to an {@link ErrorBody}: exceptions of Reelay, of Quarkus and of Vert.x. Logs failures that
 * the client did not cause, once each.
 */
@ApplicationScoped
public class ErrorMapper {
    private static final Logger LOG = Logger.getLogger(ErrorMapper.class);
    /** Route order, before all filters and resource methods. */
    private static final int FIRST = -10_000;
    private static final Duration DATABASE_MAY_BE_BACK = Duration.ofSeconds(2);

    private static final String FORM_PARSER = MultipartParser.class.getPackageName();

    private static final Map<Integer, String> REASONS = Map.of(
            400, "The request cannot be read",
            404, "There is nothing at this path",
            405, "This path does not take this method",
            406, "The answer is application/json: the header Accept has to allow it",
            408, "The request took too long to arrive",
            413, "The request, or one field of it, is too large",
            415, "This path does not take this content type: send multipart/form-data or application/json");

    private final ClientFaults faults;

    ErrorMapper(ClientFaults faults) {
        this.faults = faults;
    }

    void catchAll(@Observes Router router) {
        router.route().order(FIRST).failureHandler(this::failed);
    }

    /** Sends the error response of a request that no resource method handles. Only logs if the response has already begun. */
    public void send(RoutingContext context, Throwable failure) {
        HttpServerResponse response = context.response();
        if (hasBegun(response) && (response.ended() || isFaultOfClient(failure, context))) {
            count(ClientFault.CUT, context);
            return;
        }
        if (hasBegun(response)) {
            RequestId.about(context,
                    () -> LOG.infof("Response to %s broke off: %s", context.request().path(), failure));
            return;
        }
        ReelayException exception = toReelayException(failure, context);
        send(context, exception.code().httpStatus(), withRetryHeaders(response, exception));
    }

    /**
     * Returns the exception that {@link #send} will send for this failure, or the failure itself if the response has already
     * begun. Logs a failure that the client did not cause, and {@code send} does not log the returned exception again.
     */
    public Throwable toSend(RoutingContext context, Throwable failure) {
        return hasBegun(context.response()) ? failure : toReelayException(failure, context);
    }

    /** Sends the error response for a bare status code, such as 405. */
    public void send(RoutingContext context, int status) {
        send(context, status, withRetryHeaders(context.response(), ofStatus(status)));
    }

    @ServerExceptionMapper
    RestResponse<ErrorBody> map(Throwable failure, @Context RoutingContext context) {
        if (isUnreadableForm(failure)) {
            return response(400, withRetryHeaders(context.response(), ofStatus(400)));
        }
        ReelayException exception = toReelayException(failure, context);
        return response(exception.code().httpStatus(), withRetryHeaders(context.response(), exception));
    }

    /** Keeps the status code of a request that Quarkus REST rejected; a 5xx is an internal error. */
    @ServerExceptionMapper
    RestResponse<ErrorBody> map(WebApplicationException failure, @Context RoutingContext context) {
        int status = failure.getResponse().getStatus();
        return status >= 500 ? map((Throwable) failure, context)
                : response(status, withRetryHeaders(context.response(), ofStatus(status)));
    }

    /** Returns true for a malformed form, which the stack trace identifies by its parser. */
    // Workaround: https://github.com/quarkusio/quarkus/issues/54681; remove when the parser has exceptions of its own.
    private static boolean isUnreadableForm(Throwable failure) {
        StackTraceElement[] stack = failure.getStackTrace();
        return failure instanceof UnsupportedEncodingException
                || stack.length > 0 && stack[0].getClassName().startsWith(FORM_PARSER);
    }

    private void failed(RoutingContext context) {
        RequestId.put(context.request()); // the request may have failed before RequestValidation
        if (context.failure() != null && (context.statusCode() < 400 || context.statusCode() >= 500)) {
            send(context, context.failure());
        } else {
            send(context, context.statusCode());
        }
    }

    private static void send(RoutingContext context, int status, ErrorBody body) {
        // Reads the rest of the upload: many clients read the response only after they sent the whole body.
        context.request().resume();
        context.response().setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON)
                .end(Json.encode(body));
    }

    private static RestResponse<ErrorBody> response(int status, ErrorBody body) {
        return RestResponse.ResponseBuilder.<ErrorBody> create(status).entity(body)
                .type(MediaType.APPLICATION_JSON_TYPE).build();
    }

    /** Sets the headers for retries ({@code Retry-After}, {@code x-should-retry}) and returns the body. */
    private static ErrorBody withRetryHeaders(HttpServerResponse response, ReelayException exception) {
        exception.retryAfter().ifPresent(wait -> RateLimitHeaders.putRetryAfter(response, wait));
        if (exception.code().httpStatus() < 500 && exception.retryAfter().isEmpty()) {
            response.putHeader("x-should-retry", "false");
        }
        return ErrorBody.of(exception);
    }

    private static boolean isFaultOfClient(Throwable failure, RoutingContext context) {
        return ConnectionGuard.isFaultOfClient(failure, context.request());
    }

    private void count(ClientFault fault, RoutingContext context) {
        faults.count(fault, Addresses.of(context.request()), "the connection is closed");
    }

    private static boolean hasBegun(HttpServerResponse response) {
        return response.headWritten() || response.closed();
    }

    private ReelayException toReelayException(Throwable failure, RoutingContext context) {
        if (failure instanceof ReelayException exception) {
            return exception;
        }
        if (isFaultOfClient(failure, context)) {
            count(ClientFault.ABORTED, context);
            return ofStatus(400);
        }
        if (DatabaseFailures.isOutage(failure)) {
            RequestId.about(context, () -> LOG.warnf(
                    "Request failed, because the database does not answer: %s", failure.getMessage()));
            return ReelayException.later(ErrorCode.SERVICE_UNAVAILABLE, "The gateway's database does not answer; try again",
                    DATABASE_MAY_BE_BACK);
        }
        RequestId.about(context, () -> LOG.error("Request failed", failure));
        return new ReelayException(ErrorCode.INTERNAL_ERROR, "The gateway failed on this request; try again later");
    }

    private static ReelayException ofStatus(int status) {
        return new ReelayException(status == 404 ? ErrorCode.NOT_FOUND : ErrorCode.INVALID_REQUEST,
                REASONS.getOrDefault(status, "The request cannot be handled"));
    }
}
