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

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.upstream.UpstreamBody;
import dev.reelay.video.Video;
import dev.reelay.video.VideoStatus;

/** Sends a finished video to a caller: from the archive where it is there, and else as it comes from the upstream. */
@ApplicationScoped
public class ContentStream {
    private static final String SOURCE = "source";
    private static final String ARCHIVE = "archive";
    private static final String UPSTREAM = "upstream";

    private final ContentArchive archive;
    private final VideoSource upstream;
    private final ContentConfig config;
    private final Vertx vertx;
    private final MeterProvider<Counter> bytes;

    ContentStream(ContentArchive archive, VideoSource upstream, ContentConfig config, Vertx vertx, MeterRegistry metrics) {
        this.archive = archive;
        this.upstream = upstream;
        this.config = config;
        this.vertx = vertx;
        this.bytes = Counter.builder("reelay.content.bytes")
                .description("Bytes of videos that this node sent to callers, by where they came from").withRegistry(metrics);
    }

    /** Nothing was sent yet, and that is known. */
    void onStart(@Observes StartupEvent event) {
        bytes.withTag(SOURCE, ARCHIVE);
        bytes.withTag(SOURCE, UPSTREAM);
    }

    /**
     * Answers a GET or HEAD with the video's bytes. Until the first byte it fails with a {@link ReelayException} and leaves
     * the response untouched; afterwards a failure breaks the connection, so that half a file never looks whole.
     */
    public Future<Void> send(Video video, HttpServerRequest caller) {
        if (video.status() != VideoStatus.COMPLETED) {
            return Future.failedFuture(new ReelayException(ErrorCode.INVALID_REQUEST,
                    "The content of %s can be downloaded once its status is completed; it is %s".formatted(video.id(),
                            video.status().wireName())));
        }
        ContentRequest request = ContentRequest.of(video.id(), caller);
        if (request.unchanged()) {
            return answer(Reply.unchanged(request), Optional.empty(), caller.response());
        }
        ToCaller way = new ToCaller(caller);
        return archive.send(video, request, way).onComplete(ended -> count(ARCHIVE, way))
                .compose(sent -> sent ? Future.succeededFuture()
                        : passThrough(video, request, way).onComplete(ended -> count(UPSTREAM, way)));
    }

    /** Once a source has ended, and none before it has sent any. */
    private void count(String source, ToCaller caller) {
        bytes.withTag(SOURCE, source).increment(caller.sent());
    }

    private Future<Void> passThrough(Video video, ContentRequest request, ToCaller caller) {
        return upstream.open(video, request.variant(), request.range()).compose(body -> {
            Reply reply = body.isOutOfRange() ? Reply.outOfRange(request, body.total()) : Reply.to(request, body.total());
            if (reply.isBodyless()) {
                body.giveUp();
                return answer(reply, body.type(), caller.answer());
            }
            return stream(body, reply, video, caller);
        });
    }

    private Future<Void> stream(UpstreamBody body, Reply reply, Video video, ToCaller caller) {
        if (!covers(body, reply.span())) {
            body.giveUp();
            return Future.failedFuture(new ReelayException(ErrorCode.UPSTREAM_ERROR,
                    "The upstream answered the content request with another range"));
        }
        ByteSource source = upstream.bytes(body, reply.span(), video, reply.request().variant());
        reply.putHead(caller.answer(), body.type());
        return caller.send(source, vertx, config.idleTimeout());
    }

    private static boolean covers(UpstreamBody body, Optional<Span> wanted) {
        Span there = new Span(body.first(), body.end().orElse(Long.MAX_VALUE));
        return wanted.isEmpty() || there.covers(wanted.get());
    }

    private static Future<Void> answer(Reply reply, Optional<String> type, HttpServerResponse caller) {
        reply.putHead(caller, type);
        return caller.end();
    }
}
