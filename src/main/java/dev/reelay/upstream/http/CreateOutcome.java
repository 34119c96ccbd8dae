package dev.reelay.upstream.http;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;

import dev.reelay.error.ErrorCode;
import dev.reelay.upstream.dialect.Handle;
import dev.reelay.upstream.dialect.Submission;
import dev.reelay.upstream.dialect.Submission.Accepted;
import dev.reelay.upstream.dialect.Submission.OutcomeUnknown;
import dev.reelay.upstream.dialect.Submission.Rejected;
import dev.reelay.upstream.dialect.Submission.RetryLater;
import dev.reelay.upstream.dialect.UpstreamException;
import dev.reelay.upstream.dialect.UpstreamResponse;
import dev.reelay.video.Failure;

/** The outcome of a create by its HTTP status code, as all providers use it (RFC 9110, section 15). */
public final class CreateOutcome {
    private CreateOutcome() {
    }

    /**
     * Returns the outcome of a create.
     *
     * @param handle reads the upstream's reference to the video, if the body has it
     * @param error reads the provider's error; the codes {@code authentication_error} and {@code insufficient_quota} say
     *        that the account is rejected, not the request
     * @throws UpstreamException if the response does not show whether the upstream accepted the create
     */
    public static Submission of(UpstreamResponse response, Function<JsonNode, Optional<Handle>> handle,
            Function<JsonNode, Failure> error) {
        int status = response.status();
        JsonNode body = ProviderJson.parse(response.body());
        if (status >= 200 && status < 300) {
            return handle.apply(body).<Submission> map(Accepted::new)
                    .orElseGet(() -> new OutcomeUnknown("the response to the create has no id"));
        }
        if (status == 429) { // this account pauses, and another one may submit the video at once
            return new RetryLater("HTTP 429", Duration.ZERO);
        }
        if (status == 503 && response.retryAfter().isPresent()) {
            return new RetryLater("HTTP 503", response.retryDelay());
        }
        if (status < 400 || status >= 500) {
            throw new UpstreamException("HTTP " + status, true);
        }
        Failure why = error.apply(body).withRequestId(response.requestId());
        if (status == 401 || why.code().equals(ErrorCode.AUTHENTICATION_ERROR.wireName())) {
            return new Rejected(new Failure(ErrorCode.UPSTREAM_ERROR, "The upstream does not accept the gateway's own key")
                    .withRequestId(response.requestId()), true);
        }
        if (status == 402) {
            return new Rejected(new Failure(ErrorCode.INSUFFICIENT_QUOTA, why.message()).withRequestId(why.upstreamRequestId()),
                    true);
        }
        return new Rejected(why, why.code().equals(ErrorCode.INSUFFICIENT_QUOTA.wireName()));
    }

    /** Returns the handle of a provider whose reference to a video is the field {@code id}. */
    public static Optional<Handle> id(JsonNode body) {
        return Optional.of(body.path("id").asText("")).filter(id -> !id.isEmpty()).map(Handle::new);
    }
}
