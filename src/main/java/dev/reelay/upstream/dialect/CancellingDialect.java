package dev.reelay.upstream.dialect;

import io.smallrye.mutiny.Uni;

/** A dialect whose provider can stop a video, so that it need not be paid for. */
public interface CancellingDialect extends UpstreamDialect {
    /**
     * Asks the upstream to stop a video, once. Fails with the exception of the HTTP client if there is no response. A response
     * that says that the video has ended, or is unknown, is as good as a success.
     */
    Uni<UpstreamResponse> cancel(Account account, Handle handle);
}
