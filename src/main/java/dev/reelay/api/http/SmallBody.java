package dev.reelay.api.http;

import jakarta.ws.rs.ClientErrorException;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;

/** A body that is read into memory, because it is short. A resource method with a parameter for it would read any length. */
public final class SmallBody {
    private static final int LIMIT = 64 * 1024;
    private static final int TOO_LARGE = 413;

    private final HttpServerRequest request;
    private final UniEmitter<? super String> emitter;
    private final Buffer text = Buffer.buffer();

    private SmallBody(HttpServerRequest request, UniEmitter<? super String> emitter) {
        this.request = request;
        this.emitter = emitter;
    }

    /**
     * Reads the body as UTF-8; must be called once, on the event loop of the request.
     *
     * @return fails with 413 if the body has more than 64 KB
     */
    public static Uni<String> read(HttpServerRequest request) {
        return Uni.createFrom().emitter(emitter -> new SmallBody(request, emitter).read());
    }

    private void read() {
        if (request.response().closed()) {
            // The exception handler of a connection that is closed already is not called.
            emitter.fail(new HttpClosedException("The connection is closed"));
        } else if (request.isEnded()) {
            emitter.complete("");
        } else {
            request.exceptionHandler(emitter::fail).endHandler(end -> emitter.complete(text.toString()))
                    .handler(this::append).resume();
        }
    }

    /** Drops what is too much; the error response reads the rest. */
    private void append(Buffer chunk) {
        if (text.length() + chunk.length() > LIMIT) {
            emitter.fail(new ClientErrorException(TOO_LARGE));
        } else {
            text.appendBuffer(chunk);
        }
    }
}
