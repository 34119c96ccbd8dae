package dev.reelay.upstream.dialect;

import io.smallrye.mutiny.Uni;

/** A dialect whose provider has the outcome of a finished video at another place than its status. */
public interface ResultDialect extends UpstreamDialect {
    /** Returns whether a status says that the video is finished, well or not, so that its result has to be asked for. */
    boolean isFinished(UpstreamResponse status);

    /** Asks for the result of a finished video, once. Fails with the exception of the HTTP client if there is no response. */
    Uni<UpstreamResponse> result(Account account, Handle handle);

    /**
     * Returns the status that the result of a finished video shows.
     *
     * @throws UpstreamException if the response does not show the outcome
     */
    UpstreamStatus result(UpstreamResponse response);
}
