package dev.reelay.api.sse;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.api.http.AuthenticationFilter;
import dev.reelay.api.wire.VideoRenderer;
import dev.reelay.progress.OwnerFeeds;
import dev.reelay.progress.ProgressBus;
import dev.reelay.progress.VideoSnapshot;
import dev.reelay.video.Video;

/** Sends event streams. Each method must be called on the event loop of the request. */
@ApplicationScoped
public class SseResponses {
    private static final int NO_CONTENT = 204;

    private final SseConnectionRegistry streams;
    private final ProgressBus bus;
    private final OwnerFeeds feeds;
    private final VideoRenderer renderer;

    SseResponses(SseConnectionRegistry streams, ProgressBus bus, OwnerFeeds feeds, VideoRenderer renderer) {
        this.streams = streams;
        this.bus = bus;
        this.feeds = feeds;
        this.renderer = renderer;
    }

    /** Returns whether the client has received an event of a later version than this one. */
    public boolean clientKnowsMore(VideoSnapshot snapshot, RoutingContext request) {
        return LastEventId.of(request.request()) > snapshot.id();
    }

    /**
     * Streams the events of one video. Responds with 204 if the client already has the final event, which ends the reconnects
     * of a browser (HTML standard, section 9.2.3).
     */
    public void ofVideo(VideoSnapshot snapshot, RoutingContext request) {
        long seen = LastEventId.of(request.request());
        if (seen == snapshot.id() && snapshot.video().isTerminal()) {
            request.response().setStatusCode(NO_CONTENT).end();
            return;
        }
        // An id above the current version belongs to another stream.
        stream(streams.open(request), snapshot.video(), request, seen > snapshot.id() ? LastEventId.NONE : seen);
    }

    /**
     * Streams the events of all videos of the caller.
     *
     * @return fails before the first byte if a new stream cannot begin
     */
    public Future<Void> ofOwner(RoutingContext request) {
        long seen = LastEventId.of(request.request());
        OwnerEventSource source = new OwnerEventSource(streams.open(request), feeds,
                AuthenticationFilter.callerOf(request).owner(), renderer.representation(request.request()), seen);
        if (seen == LastEventId.NONE) {
            return source.start().onSuccess(begun -> forgetHead(request));
        }
        source.resume();
        forgetHead(request);
        return Future.succeededFuture();
    }

    /**
     * Streams the events of a new video.
     *
     * @param slot reserved before the create
     * @return never completes, because this method writes the response and the resource method must not
     */
    public <T> Uni<T> ofCreate(Video video, SseConnectionRegistry.Slot slot, RoutingContext request) {
        stream(streams.open(request, slot), video, request, LastEventId.NONE);
        return Uni.createFrom().nothing();
    }

    private void stream(SseConnection stream, Video video, RoutingContext request, long seen) {
        new VideoEventSource(stream, bus, video.id(), renderer.representation(request.request()), seen).start();
        forgetHead(request);
    }

    /** Frees the request headers, which would stay in memory as long as the stream. */
    private static void forgetHead(RoutingContext request) {
        request.request().headers().clear();
    }
}
