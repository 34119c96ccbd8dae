package dev.reelay.api;

import java.util.concurrent.Flow.Subscription;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.smallrye.mutiny.subscription.MultiSubscriber;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

import dev.reelay.video.Video;

/**
 * Writes a video's versions to one caller as Server-Sent Events (HTML standard, section 9.2). The next one is asked for
 * when the last one has left: what a slow caller misses in between is skipped, and nobody else waits for it.
 */
final class EventStream implements MultiSubscriber<Video> {
    private static final int RECONNECT_MILLIS = 1000;

    private final HttpServerResponse response;
    private final Context eventLoop;
    private final Function<Video, String> json;
    private final Promise<Void> end = Promise.promise();
    private @Nullable Subscription subscription;

    /** @param eventLoop the request's, on which everything is written */
    EventStream(HttpServerResponse response, Context eventLoop, Function<Video, String> json) {
        this.response = response;
        this.eventLoop = eventLoop;
        this.json = json;
    }

    /** When the caller left, or has the last event. */
    Future<Void> end() {
        return end.future();
    }

    /** Something for the intermediaries, which cut a stream that is silent for too long. */
    void comment() {
        response.write(":\n\n");
    }

    /** Ends the stream before its last event; the other side reconnects after the time that it is told. */
    void goAway() {
        eventLoop.runOnContext(now -> {
            if (!response.ended()) {
                leave();
                response.end("retry: %d\n\n".formatted(RECONNECT_MILLIS));
            }
        });
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        this.subscription = subscription;
        response.setChunked(true)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .putHeader("X-Accel-Buffering", "no")
                .exceptionHandler(broken -> leave())
                .closeHandler(closed -> leave());
        comment();
        subscription.request(1);
    }

    @Override
    public void onItem(Video video) {
        eventLoop.runOnContext(now -> {
            response.write("id: %d\nevent: %s\ndata: %s\n\n".formatted(video.version(), kind(video), json.apply(video)));
            if (response.writeQueueFull()) {
                response.drainHandler(drained -> subscription.request(1));
            } else {
                subscription.request(1);
            }
        });
    }

    @Override
    public void onCompletion() {
        eventLoop.runOnContext(now -> response.end().onComplete(end));
    }

    @Override
    public void onFailure(Throwable failure) {
        eventLoop.runOnContext(now -> {
            response.reset();
            end.tryFail(failure);
        });
    }

    private void leave() {
        subscription.cancel();
        end.tryComplete();
    }

    private static String kind(Video video) {
        return video.isSettled() ? video.status().wireName() : "progress";
    }
}
