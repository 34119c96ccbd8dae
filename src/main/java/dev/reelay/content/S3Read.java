package dev.reelay.content;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.vertx.core.Context;

import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Takes the bytes of an object as they come. That a connection broke off the SDK (2.41) tells here alone: whoever
 * subscribed to the bytes hears neither an error nor an end.
 */
final class S3Read implements AsyncResponseTransformer<GetObjectResponse, Part> {
    private final Span span;
    private final Context eventLoop;
    private volatile CompletableFuture<Part> part = new CompletableFuture<>();
    private volatile String tag = "";
    private volatile @Nullable PublishedBytes bytes;

    S3Read(Span span, Context eventLoop) {
        this.span = span;
        this.eventLoop = eventLoop;
    }

    /** Once for each try. */
    @Override
    public CompletableFuture<Part> prepare() {
        part = new CompletableFuture<>();
        return part;
    }

    @Override
    public void onResponse(GetObjectResponse response) {
        tag = String.valueOf(response.eTag());
    }

    @Override
    public void onStream(SdkPublisher<ByteBuffer> publisher) {
        PublishedBytes coming = PublishedBytes.of(publisher, eventLoop);
        bytes = coming;
        part.complete(new S3Part(coming, span, tag));
    }

    @Override
    public void exceptionOccurred(Throwable cause) {
        PublishedBytes cut = bytes;
        if (cut == null) {
            part.completeExceptionally(cause);
        } else {
            cut.onError(cause);
        }
    }
}
