package dev.reelay.content.archive;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.vertx.core.Context;

import dev.reelay.content.pipe.ByteRange;
import dev.reelay.content.pipe.ContentPart;
import dev.reelay.content.pipe.PublisherByteSource;

import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Streams the bytes of an object. The SDK (2.41) reports a broken connection only to {@link #exceptionOccurred}: the
 * subscriber of the bytes gets neither an error nor an end, so this class forwards the error.
 */
// Workaround: https://github.com/aws/aws-sdk-java-v2/issues/6949; remove when the publisher of the SDK always ends.
final class S3ObjectReader implements AsyncResponseTransformer<GetObjectResponse, ContentPart> {
    private final ByteRange span;
    private final Context eventLoop;
    private volatile CompletableFuture<ContentPart> part = new CompletableFuture<>();
    private volatile String tag = "";
    private volatile @Nullable PublisherByteSource bytes;

    S3ObjectReader(ByteRange span, Context eventLoop) {
        this.span = span;
        this.eventLoop = eventLoop;
    }

    /** Returns a new future; the SDK calls this for each try of a request. */
    @Override
    public CompletableFuture<ContentPart> prepare() {
        part = new CompletableFuture<>();
        return part;
    }

    @Override
    public void onResponse(GetObjectResponse response) {
        tag = String.valueOf(response.eTag());
    }

    @Override
    public void onStream(SdkPublisher<ByteBuffer> publisher) {
        PublisherByteSource coming = PublisherByteSource.of(publisher, eventLoop);
        bytes = coming;
        part.complete(new S3ContentPart(coming, span, tag));
    }

    @Override
    public void exceptionOccurred(Throwable cause) {
        PublisherByteSource cut = bytes;
        if (cut == null) {
            part.completeExceptionally(cause);
        } else {
            cut.onError(cause);
        }
    }
}
