package dev.reelay.content;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import dev.reelay.content.pipe.ByteRange;
import dev.reelay.content.pipe.ByteSource;
import dev.reelay.content.pipe.ClientWriter;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.upstream.UpstreamContentResponse;
import dev.reelay.video.Video;
import dev.reelay.video.VideoStatus;

/** Sends the content of a completed video to a client (contract 5): from the archive, or from the upstream. */
@ApplicationScoped
public class ContentDelivery {
    private static final String SOURCE = "source";
    private static final String ARCHIVE = "archive";
    private static final String UPSTREAM = "upstream";

    private final ArchiveReader archive;
    private final UpstreamSource upstream;
    private final ContentConfig config;
    private final Vertx vertx;
    private final MeterProvider<Counter> bytes;

    ContentDelivery(ArchiveReader archive, UpstreamSource upstream, ContentConfig config, Vertx vertx, MeterRegistry metrics) {
        this.archive = archive;
        this.upstream = upstream;
        this.config = config;
        this.vertx = vertx;
        this.bytes = Counter.builder("reelay.content.bytes")
                .description("Bytes of videos that this node sent to clients, by source").withRegistry(metrics);
    }

    /** Registers both counters with 0. */
    void onStart(@Observes StartupEvent event) {
        bytes.withTag(SOURCE, ARCHIVE);
        bytes.withTag(SOURCE, UPSTREAM);
    }

    /**
     * Responds to a GET or HEAD of the content. Fails with a {@link ReelayException}, and leaves the response untouched, if
     * the video is not completed or no source can open its content. A later failure breaks the connection, so that a
     * truncated file never looks complete.
     */
    public Future<Void> send(Video video, HttpServerRequest caller) {
        if (video.status() != VideoStatus.COMPLETED) {
            return Future.failedFuture(new ReelayException(ErrorCode.INVALID_REQUEST,
                    "The content of %s can be downloaded once its status is completed; it is %s".formatted(video.id(),
                            video.status().wireName())));
        }
        DownloadRequest request = DownloadRequest.of(video.id(), caller);
        if (request.unchanged()) {
            return respond(DownloadResponse.unchanged(request), Optional.empty(), caller.response());
        }
        ClientWriter writer = new ClientWriter(caller);
        return archive.send(video, request, writer).onComplete(ended -> count(ARCHIVE, writer))
                .compose(sent -> sent ? Future.succeededFuture()
                        : passThrough(video, request, writer).onComplete(ended -> count(UPSTREAM, writer)));
    }

    /** Counts the bytes that a source sent. Runs when the source ends; an earlier source has sent none. */
    private void count(String source, ClientWriter caller) {
        bytes.withTag(SOURCE, source).increment(caller.sent());
    }

    private Future<Void> passThrough(Video video, DownloadRequest request, ClientWriter caller) {
        return upstream.open(video, request.variant(), request.range()).compose(body -> {
            DownloadResponse head = body.isOutOfRange() ? DownloadResponse.outOfRange(request, body.total())
                    : DownloadResponse.to(request, body.total());
            if (head.isBodyless()) {
                body.cancel();
                return respond(head, body.type(), caller.response());
            }
            return stream(body, head, video, caller);
        });
    }

    private Future<Void> stream(UpstreamContentResponse body, DownloadResponse head, Video video, ClientWriter caller) {
        if (!covers(body, head.span())) {
            body.cancel();
            return Future.failedFuture(new ReelayException(ErrorCode.UPSTREAM_ERROR,
                    "The upstream answered the content request with another range"));
        }
        ByteSource source = upstream.bytes(body, head.span(), video, head.request().variant());
        head.applyHead(caller.response(), body.type());
        return caller.send(source, vertx, config.idleTimeout());
    }

    private static boolean covers(UpstreamContentResponse body, Optional<ByteRange> wanted) {
        ByteRange there = new ByteRange(body.first(), body.end().orElse(Long.MAX_VALUE));
        return wanted.isEmpty() || there.covers(wanted.get());
    }

    private static Future<Void> respond(DownloadResponse head, Optional<String> type, HttpServerResponse caller) {
        head.applyHead(caller, type);
        return caller.end();
    }
}
