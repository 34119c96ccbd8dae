package dev.reelay.content;

import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

import dev.reelay.async.EventLoopSubscribers;
import dev.reelay.async.VertxContexts;
import dev.reelay.content.pipe.ClientWriter;
import dev.reelay.video.Video;

/** The downloads that are under way on this node. Once a second, it breaks off those that are not permitted any more. */
@ApplicationScoped
public class OpenDownloads {
    private static final long CHECK_MILLIS = 1000;

    private final ContentDelivery content;
    private final Vertx vertx;
    private final EventLoopSubscribers<Download> open = new EventLoopSubscribers<>();
    private long checks;

    /** A download; each one differs from all others. */
    private static final class Download {
        private final HttpServerRequest request;
        private final BooleanSupplier permitted;

        Download(HttpServerRequest request, BooleanSupplier permitted) {
            this.request = request;
            this.permitted = permitted;
        }

        void check() {
            if (!permitted.getAsBoolean()) {
                ClientWriter.breakOff(request);
            }
        }
    }

    OpenDownloads(ContentDelivery content, Vertx vertx) {
        this.content = content;
        this.vertx = vertx;
    }

    void onStart(@Observes StartupEvent event) {
        checks = vertx.setPeriodic(CHECK_MILLIS, timer -> open.publish(Download::check));
    }

    void onStop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(checks);
    }

    /**
     * Sends the content as {@link ContentDelivery#send} does, and breaks it off when it is not permitted any more. Must be
     * called on the event loop of the request.
     *
     * @param permitted is called once a second, on that event loop
     */
    public Future<Void> send(Video video, HttpServerRequest request, BooleanSupplier permitted) {
        Executor eventLoop = VertxContexts.eventLoop(vertx);
        Download running = new Download(request, permitted);
        open.subscribe(eventLoop, running);
        return Future.succeededFuture().compose(now -> content.send(video, request))
                .onComplete(ended -> eventLoop.execute(() -> open.unsubscribe(eventLoop, running)));
    }
}
