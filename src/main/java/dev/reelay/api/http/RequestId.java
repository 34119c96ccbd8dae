package dev.reelay.api.http;

import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.access.Caller;
import dev.reelay.access.CallerKey;
import dev.reelay.telemetry.VideoLog;

/** The id of a request, for logs and support: the client's {@code x-request-id} if it is valid, otherwise a random id. */
public final class RequestId {
    private static final String HEADER = "x-request-id";
    /** Excludes API keys ({@code sk-…}), which a client may send by mistake, because the id is logged. */
    private static final Pattern USABLE = Pattern.compile("(?!sk-)[A-Za-z0-9._-]{1,128}");

    private static final Pattern VIDEO = Pattern.compile("video_[0-9a-f]{32}\\b");

    private RequestId() {
    }

    /** Sets the response header {@code x-request-id}, unless it is set already. */
    static void put(HttpServerRequest request) {
        if (!request.response().headers().contains(HEADER)) {
            request.response().putHeader(HEADER, idOf(request));
        }
    }

    /**
     * Runs {@code lines} with the log fields {@code requestId}, {@code key} (the name of the API key or of the administrator,
     * unless the request has none) and {@code videoId} (if the path has it).
     */
    public static void about(RoutingContext context, Runnable lines) {
        Map<String, String> fields = new HashMap<>(Map.of("requestId", of(context.request())));
        AuthenticationFilter.knownCallerOf(context).flatMap(Caller::key).map(CallerKey::name)
                .or(() -> AuthenticationFilter.knownAdministratorOf(context))
                .ifPresent(name -> fields.put("key", name));
        VIDEO.matcher(String.valueOf(context.request().path())).results().findFirst()
                .ifPresent(video -> fields.put("videoId", video.group()));
        VideoLog.with(fields, lines);
    }

    /** Returns the id that {@link #put} has set. */
    private static String of(HttpServerRequest request) {
        return Optional.ofNullable(request.response().headers().get(HEADER)).orElse("");
    }

    private static String idOf(HttpServerRequest request) {
        String given = request.getHeader(HEADER);
        return given != null && USABLE.matcher(given).matches() ? given : "req_" + random() + random();
    }

    /** Returns 16 hex digits. The id is no secret, so a fast generator is enough. */
    private static String random() {
        return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    }
}
