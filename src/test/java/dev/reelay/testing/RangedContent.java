package dev.reelay.testing;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

/** The response of an upstream to a request of content: the whole video, or one range of its bytes (RFC 9110, section 14). */
public final class RangedContent {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

    private RangedContent() {
    }

    public static void send(RoutingContext request, byte[] bytes) {
        Matcher range = RANGE.matcher(String.valueOf(request.request().getHeader("Range")));
        request.response().putHeader("Content-Type", "video/mp4").putHeader("Accept-Ranges", "bytes");
        if (!range.matches()) {
            request.response().end(Buffer.buffer(bytes));
            return;
        }
        int first = Integer.parseInt(range.group(1));
        int last = range.group(2).isEmpty() ? bytes.length - 1 : Math.min(Integer.parseInt(range.group(2)), bytes.length - 1);
        request.response().setStatusCode(206).putHeader("Content-Range", "bytes %d-%d/%d".formatted(first, last, bytes.length))
                .end(Buffer.buffer(Arrays.copyOfRange(bytes, first, last + 1)));
    }
}
