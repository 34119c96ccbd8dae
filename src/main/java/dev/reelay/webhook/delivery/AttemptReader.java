package dev.reelay.webhook.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;

import dev.reelay.outbound.RetryAfter;

/** Reads the response of a receiver. */
final class AttemptReader {
    /** The bytes of a body that are kept. */
    private static final int KEPT = 1024;
    /** The bytes of a body that are read. For a short body this costs less than another connection. */
    private static final int LONGEST = 64 * 1024;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final HttpClientResponse response;
    private final Buffer start = Buffer.buffer();
    private final Promise<Attempt> read = Promise.promise();
    private int length;

    private AttemptReader(HttpClientResponse response) {
        this.response = response;
    }

    /** Reads a response. The status code counts, even if the body breaks off. */
    static Future<Attempt> read(HttpClientResponse response) {
        AttemptReader reader = new AttemptReader(response);
        response.exceptionHandler(broken -> reader.end());
        response.endHandler(end -> reader.end());
        response.handler(reader::add);
        return reader.read.future();
    }

    private void add(Buffer bytes) {
        start.appendBuffer(bytes, 0, Math.min(bytes.length(), KEPT - start.length()));
        length += bytes.length();
        if (length > LONGEST) {
            response.request().reset();
            end();
        }
    }

    private void end() {
        read.tryComplete(Attempt.answered(response.statusCode(),
                Optional.ofNullable(response.getHeader(HttpHeaders.RETRY_AFTER))
                        .flatMap(header -> RetryAfter.parse(header, Instant.now())),
                CONTROL.matcher(start.toString(UTF_8)).replaceAll(" ")));
    }
}
