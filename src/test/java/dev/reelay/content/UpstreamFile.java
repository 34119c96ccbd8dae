package dev.reelay.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.content.pipe.ByteRange;

/** Serves a file like different kinds of upstreams, and records the headers of their requests. */
public final class UpstreamFile {
    static final String TAG = "\"v1\"";

    public final byte[] bytes;
    final List<MultiMap> requests = new CopyOnWriteArrayList<>();

    public UpstreamFile(int length, int seed) {
        bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
    }

    /** Serves ranges as RFC 9110, section 14, defines them. */
    public Handler<RoutingContext> withRanges() {
        return withRanges(Integer.MAX_VALUE);
    }

    /** Serves ranges, and breaks the connection after this number of bytes. */
    Handler<RoutingContext> withRanges(int cutAfter) {
        return recording(request -> {
            HttpServerResponse response = request.response().putHeader("Accept-Ranges", "bytes").putHeader("ETag", TAG);
            boolean meant = Optional.ofNullable(request.request().getHeader("If-Range")).orElse(TAG).equals(TAG);
            Optional<RangeHeader> range = Optional.ofNullable(request.request().getHeader("Range"))
                    .filter(header -> meant).flatMap(RangeHeader::parse);
            Optional<ByteRange> span = range.isEmpty() ? Optional.of(new ByteRange(0, bytes.length))
                    : range.get().in(bytes.length);
            if (span.isEmpty()) {
                response.setStatusCode(416).putHeader("Content-Range", "bytes */" + bytes.length).end();
                return;
            }
            range.ifPresent(asked -> response.setStatusCode(206)
                    .putHeader("Content-Range", span.get().of(bytes.length)));
            send(request, span.get(), cutAfter);
        });
    }

    /** Ignores ranges. */
    public Handler<RoutingContext> withoutRanges() {
        return withoutRanges(Integer.MAX_VALUE);
    }

    public Handler<RoutingContext> withoutRanges(int cutAfter) {
        return recording(request -> send(request, new ByteRange(0, bytes.length), cutAfter));
    }

    /** Ignores ranges and sends no length. */
    Handler<RoutingContext> withoutLength() {
        return recording(request -> request.response().setChunked(true).end(Buffer.buffer(bytes)));
    }

    /** Serves a fixed part and ignores the requested range. */
    Handler<RoutingContext> part(long first, long total) {
        return recording(request -> {
            request.response().setStatusCode(206).putHeader("Content-Range",
                    "bytes %d-%d/%d".formatted(first, bytes.length - 1, total));
            send(request, new ByteRange(first, bytes.length), Integer.MAX_VALUE);
        });
    }

    /** Records the headers of a request before it is handled. */
    Handler<RoutingContext> recording(Handler<RoutingContext> handler) {
        return request -> {
            requests.add(request.request().headers());
            handler.handle(request);
        };
    }

    private void send(RoutingContext request, ByteRange span, int cutAfter) {
        Buffer body = Buffer.buffer(bytes).slice((int) span.first(), (int) span.end());
        HttpServerResponse response = request.response().putHeader("Content-Length", String.valueOf(body.length()));
        if (cutAfter >= body.length()) {
            response.end(body);
        } else {
            response.write(body.slice(0, cutAfter)).onComplete(written -> request.request().connection().close());
        }
    }

    public void assertIsWhole(byte[] received) {
        assertThat(sha256(received)).isEqualTo(sha256(bytes));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
