package dev.reelay.api;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/** Every failure becomes the one envelope, here; what is nobody's fault but ours is logged, here, once. */
@ApplicationScoped
class Errors {
    private static final Logger LOG = Logger.getLogger(Errors.class);

    /** Answers a request that no resource method handles; one that is being answered already is past that. */
    void send(RoutingContext request, Throwable failure) {
        HttpServerResponse response = request.response();
        if (response.headWritten() || response.closed()) {
            LOG.infof("An answer to %s broke off: %s", request.request().path(), failure);
            return;
        }
        ReelayException told = told(failure);
        response.setStatusCode(told.code().httpStatus())
                .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON)
                .end(Json.encode(ErrorBody.of(told)));
    }

    @ServerExceptionMapper
    RestResponse<ErrorBody> map(ReelayException failure) {
        return answer(failure.code().httpStatus(), ErrorBody.of(failure));
    }

    /** What the framework refuses keeps its status. */
    @ServerExceptionMapper
    RestResponse<ErrorBody> map(WebApplicationException failure) {
        int status = failure.getResponse().getStatus();
        if (status >= 500) {
            return map(told(failure));
        }
        ErrorCode code = status == 404 ? ErrorCode.NOT_FOUND : ErrorCode.INVALID_REQUEST;
        return answer(status, ErrorBody.of(code, reason(failure.getResponse())));
    }

    @ServerExceptionMapper
    RestResponse<ErrorBody> map(Throwable failure) {
        return map(told(failure));
    }

    private static RestResponse<ErrorBody> answer(int status, ErrorBody body) {
        return RestResponse.ResponseBuilder.<ErrorBody> create(status).entity(body)
                .type(MediaType.APPLICATION_JSON_TYPE).build();
    }

    private static ReelayException told(Throwable failure) {
        if (failure instanceof ReelayException told) {
            return told;
        }
        LOG.error("A request failed", failure);
        return new ReelayException(ErrorCode.INTERNAL_ERROR, "The gateway failed on this request; try again later");
    }

    private static String reason(Response response) {
        return response.getStatus() == 404 ? "There is nothing at this path" : response.getStatusInfo().getReasonPhrase();
    }
}
