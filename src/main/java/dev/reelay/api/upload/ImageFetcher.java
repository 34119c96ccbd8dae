package dev.reelay.api.upload;

import java.util.Map;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;

import dev.reelay.error.ReelayException;
import dev.reelay.outbound.OutboundClient;
import dev.reelay.outbound.OutboundFailures;
import dev.reelay.outbound.OutboundRequest;
import dev.reelay.outbound.UrlPolicy;

/** Fetches reference images from the URLs of clients. */
@Singleton
final class ImageFetcher {
    /** A kept connection could break at the moment of its reuse, and an image is requested once. */
    private static final Map<String, String> HEADERS = Map.of("Accept", "image/png, image/jpeg, image/webp", "Connection",
            "close");
    private static final int OK = 200;

    private static final Logger LOG = Logger.getLogger(ImageFetcher.class);

    private final OutboundClient client;
    private final UrlPolicy policy;

    ImageFetcher(OutboundClient client, ImageUrlConfig config) {
        this.client = client;
        this.policy = config.policy();
    }

    /**
     * Requests an image once, and writes its bytes at the pace of their file. Must be called on the event loop of the file.
     *
     * @return fails with {@code invalid_request} and the reason if the URL is refused or there is no complete response with
     *         status code 200 in time, or if it is too large
     */
    Uni<Void> fetch(String url, ImageBytes image) {
        return Uni.createFrom().deferred(() -> client.exchange(
                new OutboundRequest(HttpMethod.GET, policy.parse(url), HEADERS, Buffer.buffer()), policy,
                response -> read(response, image)))
                .onFailure(failure -> !(failure instanceof ReelayException)).transform(failure -> {
                    LOG.debugf("An image was not fetched: %s", failure);
                    return notFetched(OutboundFailures.explain(failure));
                });
    }

    private static Future<Void> read(HttpClientResponse response, ImageBytes image) {
        if (response.statusCode() != OK) {
            return Future.failedFuture(notFetched(OutboundFailures.explain(response.statusCode())));
        }
        Promise<Void> read = Promise.promise();
        response.exceptionHandler(read::tryFail);
        response.endHandler(end -> read.tryComplete());
        response.handler(bytes -> {
            image.write(bytes.getBytes(), 0, bytes.length());
            if (image.isTooLarge()) {
                read.tryFail(ImageBytes.tooLarge());
            } else {
                image.file().filter(ImageFile::isFull).ifPresent(full -> {
                    response.pause();
                    full.onWritable(response::resume);
                });
            }
        });
        return read.future();
    }

    private static ReelayException notFetched(String reason) {
        return ReelayException.invalid(CreateVideoFields.IMAGE, "Parameter input_reference cannot be fetched. " + reason);
    }
}
