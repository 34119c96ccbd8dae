package dev.reelay.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** An upstream that answers at once: each video is at the same point, and its content is the same file. */
final class Origin implements AutoCloseable {
    static final long CLIP_BYTES = 200L << 20;
    static final Path CLIP = Path.of("target", "peers", "clip.mp4").toAbsolutePath();

    /** Of a caller that leaves in the middle of a file, it tells at length. */
    private static final Logger CONNECTIONS = Logger.getLogger("io.vertx.core.net.impl.ConnectionBase");
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Long> creates = new ConcurrentHashMap<>();
    private final String status;
    private final HttpServer server;

    /** @param status of every video */
    Origin(String status) {
        this.status = status;
        CONNECTIONS.setLevel(Level.OFF);
        makeClip();
        Router router = Router.router(vertx);
        router.post("/v1/videos").handler(this::create);
        router.get("/v1/videos/:id").handler(this::status);
        router.get("/v1/videos/:id/content").handler(Origin::content);
        server = vertx.createHttpServer().requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage().toCompletableFuture().join();
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** When it was asked for a video, by the video's id at the gateway; as {@link System#nanoTime} counts. */
    Map<String, Long> creates() {
        return creates;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void create(RoutingContext request) {
        String id = request.request().getHeader("Idempotency-Key");
        creates.put(id, System.nanoTime());
        request.request().end().onSuccess(read -> json(request, "{\"id\":\"up-%s\",\"status\":\"submitted\"}".formatted(id)));
    }

    private void status(RoutingContext request) {
        json(request, "{\"status\":\"%s\",\"progress\":50}".formatted(status));
    }

    private static void json(RoutingContext request, String body) {
        request.response().putHeader("Content-Type", "application/json").end(body);
    }

    private static void content(RoutingContext request) {
        request.response().putHeader("Content-Type", "video/mp4").putHeader("Accept-Ranges", "bytes");
        String range = request.request().getHeader("Range");
        Matcher wanted = RANGE.matcher(range == null ? "" : range);
        if (wanted.matches()) {
            long first = Long.parseLong(wanted.group(1));
            long last = Long.parseLong(wanted.group(2));
            request.response().setStatusCode(206)
                    .putHeader("Content-Range", "bytes %d-%d/%d".formatted(first, last, CLIP_BYTES))
                    .sendFile(CLIP.toString(), first, last - first + 1);
        } else {
            request.response().sendFile(CLIP.toString());
        }
    }

    /** Makes the file {@link #CLIP}, unless it is there. */
    static void makeClip() {
        try {
            if (Files.exists(CLIP) && Files.size(CLIP) == CLIP_BYTES) {
                return;
            }
            Files.createDirectories(CLIP.getParent());
            byte[] block = new byte[1 << 20];
            new Random(0).nextBytes(block);
            try (OutputStream out = Files.newOutputStream(CLIP)) {
                for (long written = 0; written < CLIP_BYTES; written += block.length) {
                    out.write(block);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
