package dev.reelay.content;

import jakarta.enterprise.context.ApplicationScoped;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.upstream.UpstreamContent;
import dev.reelay.video.Video;
import dev.reelay.video.VideoStatus;

/** Sends a finished video to a caller, chunk by chunk as it comes from the upstream. */
@ApplicationScoped
public class ContentStream {
    private final UpstreamContent upstream;
    private final ContentConfig config;
    private final Vertx vertx;

    ContentStream(UpstreamContent upstream, ContentConfig config, Vertx vertx) {
        this.upstream = upstream;
        this.config = config;
        this.vertx = vertx;
    }

    /**
     * Answers with the video's bytes. Until the first byte it fails with a {@link ReelayException} and leaves the
     * response untouched; afterwards a failure breaks the connection, so that half a file never looks whole.
     */
    public Future<Void> send(Video video, HttpServerResponse caller) {
        if (video.status() != VideoStatus.COMPLETED) {
            return Future.failedFuture(new ReelayException(ErrorCode.INVALID_REQUEST,
                    "The content of %s can be downloaded once its status is completed; it is %s".formatted(video.id(),
                            video.status().wireName())));
        }
        return upstream.open(video.account().orElseThrow(), video.upstreamId().orElseThrow())
                .compose(source -> {
                    caller.putHeader(HttpHeaders.CONTENT_TYPE, "video/mp4")
                            .putHeader(HttpHeaders.CONTENT_DISPOSITION, "inline; filename=\"" + video.id() + ".mp4\"")
                            .putHeader(HttpHeaders.CACHE_CONTROL, "private")
                            .putHeader("X-Content-Type-Options", "nosniff");
                    return new Transfer(source, caller).start(vertx, config.idleTimeout());
                });
    }
}
