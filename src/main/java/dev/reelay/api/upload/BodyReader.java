package dev.reelay.api.upload;

import java.util.Optional;
import java.util.function.Supplier;

import jakarta.ws.rs.ClientErrorException;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

import dev.reelay.api.body.BodyParser;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

/**
 * Feeds the body of a request to a parser, at the pace of the file into which the parser writes. After a failure it reads the
 * rest of the body and drops it, because many clients read the response only after they sent the whole body.
 */
final class BodyReader {
    private static final int TOO_LARGE = 413;
    /** A body up to this length costs no more than the head of a request. */
    private static final long SMALL_BODY_BYTES = 16 * 1024;

    private final HttpServerRequest request;
    private final BodyParser parser;
    private final Supplier<Optional<ImageFile>> file;
    private final long limit;
    private final Runnable onLargeBody;
    private boolean large;
    private final Promise<Void> done = Promise.promise();
    private long received;
    private boolean stopped;

    /**
     * @param file returns the file into which the parser writes, once there is one
     * @param limit maximum number of bytes of the body
     * @param onLargeBody called once a body is known to be larger than {@value #SMALL_BODY_BYTES} bytes, from its head if that
     *        has its length; throws to reject it
     */
    BodyReader(HttpServerRequest request, BodyParser parser, Supplier<Optional<ImageFile>> file, long limit,
            Runnable onLargeBody) {
        this.request = request;
        this.parser = parser;
        this.file = file;
        this.limit = limit;
        this.onLargeBody = onLargeBody;
    }

    /**
     * Reads the body; must be called once, on the event loop of the request.
     *
     * @return fails with 413 if the body is too large, and with the failure of the parser
     * @throws RuntimeException of the handler of large bodies, before anything is read
     */
    Future<Void> read() {
        if (request.response().closed()) {
            // The exception handler of a connection that is closed already is not called.
            fail(connectionClosed());
            return done.future();
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        checkSize(length == null ? 0 : Long.parseLong(length));
        if (request.isEnded()) {
            end();
            return done.future();
        }
        if (HttpHeaders.CONTINUE.toString().equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        request.exceptionHandler(closed -> fail(connectionClosed()))
                .endHandler(ended -> end())
                .handler(this::append)
                .resume();
        return done.future();
    }

    /** Drops the rest of the body; the result of {@link #read} stays open if it is. */
    void stop() {
        stopped = true;
    }

    private void append(Buffer chunk) {
        if (isOver()) {
            return;
        }
        received += chunk.length();
        try {
            checkSize(received);
            parser.feed(chunk.getBytes());
        } catch (RuntimeException rejected) {
            fail(rejected);
            return;
        }
        file.get().filter(ImageFile::isFull).ifPresent(full -> {
            request.pause();
            full.onWritable(request::resume);
        });
    }

    private void checkSize(long size) {
        if (size > limit) {
            throw new ClientErrorException(TOO_LARGE);
        }
        if (size > SMALL_BODY_BYTES && !large) {
            large = true;
            onLargeBody.run();
        }
    }

    private void end() {
        if (!isOver()) {
            try {
                parser.end();
                done.complete();
            } catch (RuntimeException rejected) {
                fail(rejected);
            }
        }
    }

    private void fail(Throwable failure) {
        if (!isOver()) {
            done.fail(failure);
        }
    }

    private static ReelayException connectionClosed() {
        return new ReelayException(ErrorCode.INVALID_REQUEST, "The connection closed before the end of the request");
    }

    private boolean isOver() {
        return stopped || done.future().isComplete();
    }
}
