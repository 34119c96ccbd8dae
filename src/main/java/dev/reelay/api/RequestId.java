package dev.reelay.api;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

import io.vertx.core.http.HttpServerRequest;

import dev.reelay.video.VideoLog;

/** The name of a request, by which a caller and a log can speak of it: the caller's own where it is usable. */
final class RequestId {
    private static final String HEADER = "x-request-id";
    /** A key that somebody put there by mistake is none: the id is logged. */
    private static final Pattern USABLE = Pattern.compile("(?!sk-)[A-Za-z0-9._-]{1,128}");

    private static final Pattern VIDEO = Pattern.compile("video_[0-9a-f]{32}\\b");

    private RequestId() {
    }

    /** Whatever the answer will be, it carries the id. */
    static void put(HttpServerRequest request) {
        if (!request.response().headers().contains(HEADER)) {
            request.response().putHeader(HEADER, idOf(request));
        }
    }

    /** What {@code lines} logs has the id as its field {@code requestId}, and that of the video that it is about. */
    static void about(HttpServerRequest request, Runnable lines) {
        Map<String, String> fields = new HashMap<>(Map.of("requestId", of(request)));
        VIDEO.matcher(String.valueOf(request.path())).results().findFirst()
                .ifPresent(video -> fields.put("videoId", video.group()));
        VideoLog.with(fields, lines);
    }

    /** Of one that has it already. */
    private static String of(HttpServerRequest request) {
        return Optional.ofNullable(request.response().headers().get(HEADER)).orElse("");
    }

    private static String idOf(HttpServerRequest request) {
        String given = request.getHeader(HEADER);
        return given != null && USABLE.matcher(given).matches() ? given : "req_" + random() + random();
    }

    /** Nobody gains by guessing one. */
    private static String random() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
