package dev.reelay.upstream.dialect;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import io.smallrye.mutiny.Uni;

/**
 * The port to an upstream: the wire format of one kind of provider. A dialect sends requests and reads responses, and nothing
 * else: limits, circuit breakers, retries, leases, rows and callers are outside of it. Each dialect is a CDI bean, which the
 * accounts in the configuration select by its name.
 */
public interface UpstreamDialect {
    /** Returns the name of this dialect in the configuration. */
    String name();

    /** Returns the provider's URL, for accounts without one; empty if many providers speak this dialect. */
    Optional<URI> defaultUrl();

    /**
     * Returns the time for which the provider keeps a result that has no expiry in its status; empty if that is unknown.
     */
    Optional<Duration> resultLife();

    /**
     * Returns the names of the fields of a create that follow from the parameters of a video. Options of a client must not set
     * them, at whatever depth.
     */
    Set<String> ownFields();

    /** Returns whether the fields of an offer decide the fields of a create; a dialect with fixed fields ignores them. */
    default boolean usesOfferFields() {
        return false;
    }

    /**
     * Sends a create, once. Fails with the exception of the HTTP client if there is no response, and with
     * {@link NotSubmittedException} if a step before the create failed. The response to such a step may stand for the create's
     * if it is a client error.
     */
    Uni<UpstreamResponse> create(Account account, UpstreamCreate create);

    /**
     * Returns the outcome of a create.
     *
     * @throws UpstreamException if the response does not show whether the upstream accepted the create
     */
    Submission submission(UpstreamResponse response);

    /** Asks for the status of a video, once. Fails with the exception of the HTTP client if there is no response. */
    Uni<UpstreamResponse> status(Account account, Handle handle);

    /**
     * Returns the status of a video. Only an explicit statement of the upstream is {@code Completed} or {@code Failed}.
     *
     * @throws UpstreamException if the response does not show the status of the video
     */
    UpstreamStatus status(UpstreamResponse response);

    /**
     * Returns the request for the content of a completed video.
     *
     * @param location where the content is, from {@link UpstreamStatus.Completed}
     * @param variant parameter {@code variant} of OpenAI's API, such as {@code thumbnail}; empty for the video
     * @return empty if the provider has no such variant
     */
    Optional<ContentRequest> content(Account account, Handle handle, ContentLocation location, Optional<String> variant);
}
