package dev.reelay.content.archive;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.smallrye.mutiny.Multi;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import dev.reelay.content.pipe.ByteRange;
import dev.reelay.content.pipe.ClientWriter;
import dev.reelay.content.pipe.ContentPart;
import dev.reelay.content.pipe.ResumingByteSource;
import dev.reelay.video.VideoId;

import mutiny.zero.flow.adapters.AdaptersToFlow;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Stores videos in a bucket of S3 or of a compatible store. All nodes share it. */
final class S3Archive implements ArchiveStorage {
    private static final String MP4 = ".mp4";

    private final S3AsyncClient client;
    private final String bucket;
    private final Vertx vertx;
    private final Duration idleTimeout;

    S3Archive(S3AsyncClient client, String bucket, Vertx vertx, Duration idleTimeout) {
        this.client = client;
        this.bucket = bucket;
        this.vertx = vertx;
        this.idleTimeout = idleTimeout;
    }

    @Override
    public Future<Optional<Long>> length(VideoId id) {
        return ask(() -> client.headObject(request -> request.bucket(bucket).key(key(id))))
                .map(HeadObjectResponse::contentLength).map(Optional::of)
                .recover(failure -> isMissing(failure) ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure));
    }

    @Override
    public Future<Void> send(VideoId id, ByteRange span, ClientWriter caller) {
        return part(id, span).compose(part -> caller.send(new ResumingByteSource(part, Optional.of(span),
                from -> part(id, new ByteRange(from, span.end())), vertx), vertx, idleTimeout));
    }

    private Future<ContentPart> part(VideoId id, ByteRange span) {
        Context eventLoop = vertx.getOrCreateContext();
        GetObjectRequest request = GetObjectRequest.builder().bucket(bucket).key(key(id))
                .range("bytes=" + span.first() + "-" + (span.end() - 1)).build();
        return ask(() -> client.getObject(request, new S3ObjectReader(span, eventLoop)));
    }

    @Override
    public Future<Void> store(VideoId id, Path draft) {
        return ask(() -> client.putObject(request -> request.bucket(bucket).key(key(id)).contentType("video/mp4"),
                AsyncRequestBody.fromFile(draft))).mapEmpty();
    }

    @Override
    public Future<Void> remove(VideoId id) {
        return ask(() -> client.deleteObject(request -> request.bucket(bucket).key(key(id)))).mapEmpty();
    }

    @Override
    public Future<List<Entry>> entries() {
        return ask(() -> Multi.createFrom()
                .publisher(AdaptersToFlow
                        .publisher(client.listObjectsV2Paginator(request -> request.bucket(bucket)).contents()))
                .filter(object -> object.key().matches("video_[0-9a-f]{32}\\" + MP4))
                .map(object -> new Entry(new VideoId(object.key().replace(MP4, "")), object.size(), object.lastModified()))
                .collect().asList().subscribeAsCompletionStage());
    }

    /**
     * Calls the SDK on a worker thread, because it resolves credentials before it becomes asynchronous. Completes on the
     * context of the caller.
     */
    private <T> Future<T> ask(Callable<CompletionStage<T>> call) {
        Context eventLoop = vertx.getOrCreateContext();
        return vertx.executeBlocking(call, false).compose(response -> Future.fromCompletionStage(response, eventLoop));
    }

    private static String key(VideoId id) {
        return id + MP4;
    }

    private static boolean isMissing(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof S3Exception refused && refused.statusCode() == 404;
    }
}
