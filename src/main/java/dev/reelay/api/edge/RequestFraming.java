package dev.reelay.api.edge;

import java.util.List;

import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

/** The rules for a request's version and transfer coding (RFC 9112, sections 2.3 and 6.1) that Netty does not check. */
final class RequestFraming {
    private RequestFraming() {
    }

    /** Marks a request of another version of HTTP, or with another transfer coding than {@code chunked}, as malformed. */
    static void check(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
        boolean isHttp1 = version.equals(HttpVersion.HTTP_1_1) || version.equals(HttpVersion.HTTP_1_0);
        if (!isHttp1) {
            request.setProtocolVersion(HttpVersion.HTTP_1_1); // the response repeats it
        }
        if (!isHttp1 || codings.size() > 1 || !codings.stream().allMatch(HttpHeaderValues.CHUNKED::contentEqualsIgnoreCase)) {
            request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("Unknown version or coding")));
        }
    }
}
