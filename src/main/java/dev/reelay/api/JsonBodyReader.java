package dev.reelay.api;

import java.io.IOException;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ClientErrorException;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.mutiny.core.Vertx;

import dev.reelay.error.ReelayException;

/** Reads JSON up to the size that is allowed. The framework would answer a longer one without a word, or not at all. */
@ApplicationScoped
class JsonBodyReader {
    private static final int TOO_LARGE = 413;

    private final long limit;
    private final ObjectReader json;
    private final Vertx vertx;

    JsonBodyReader(HttpConfig config, ObjectMapper json, Vertx vertx) {
        this.limit = config.bodyLimit().asLongValue();
        this.json = json.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        this.vertx = vertx;
    }

    /** To be called on the request's event loop. */
    Uni<JsonNode> read(HttpServerRequest request) {
        return (request.isEnded() ? Uni.createFrom().item(Buffer.buffer()) : whole(request))
                .chain(body -> vertx.executeBlocking(() -> parse(body.getBytes()), false));
    }

    private Uni<Buffer> whole(HttpServerRequest request) {
        if (HttpHeaders.CONTINUE.toString().equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        return Uni.createFrom().emitter(emitter -> {
            Buffer body = Buffer.buffer();
            request.exceptionHandler(emitter::fail)
                    .endHandler(ended -> emitter.complete(body))
                    .handler(chunk -> append(chunk, body, emitter))
                    .resume();
        });
    }

    /** What is too much is still read, and dropped: its sender listens once it has been heard. */
    private void append(Buffer chunk, Buffer body, UniEmitter<? super Buffer> emitter) {
        if (body.length() + chunk.length() > limit) {
            emitter.fail(new ClientErrorException(TOO_LARGE));
        } else {
            body.appendBuffer(chunk);
        }
    }

    private JsonNode parse(byte[] body) {
        try {
            return json.readTree(body);
        } catch (IOException e) {
            throw ReelayException.invalid("body", "The body is not valid JSON");
        }
    }
}
