package dev.reelay.trace;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

/** Receives spans over OTLP/HTTP and decodes the parts that tests check. */
public final class SpanCollector implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final List<ReceivedSpan> spans = new CopyOnWriteArrayList<>();
    private final List<String> apiKeys = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /**
     * @param node
     *        the {@code service.instance.id} of who sent it
     * @param links
     *        the ids of the traces that it is linked to
     */
    public record ReceivedSpan(String node, String traceId, String spanId, String parent, String name,
            Map<String, String> attributes,
            List<String> links) {
    }

    public SpanCollector() {
        Router router = Router.router(vertx);
        router.post("/v1/traces").handler(BodyHandler.create(false)).handler(this::take);
        server = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1")
                .toCompletionStage().toCompletableFuture().join();
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** The header {@code api-key} of each export. */
    public List<String> apiKeys() {
        return apiKeys;
    }

    public List<ReceivedSpan> all() {
        return spans;
    }

    /** Those of the trace that a video has. */
    public List<ReceivedSpan> ofVideo(String id) {
        return spans.stream().filter(span -> span.traceId().equals(id.substring("video_".length()))).toList();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void take(RoutingContext request) {
        apiKeys.add(request.request().headers().contains("api-key") ? request.request().getHeader("api-key") : "");
        // The numbers are those of OpenTelemetry's trace_service.proto, trace.proto and common.proto.
        for (ProtoMessage resourceSpans : ProtoMessage.of(request.body().buffer().getBytes()).messages(1)) {
            String node = attributes(resourceSpans.messages(1).get(0), 1).get("service.instance.id");
            resourceSpans.messages(2).stream().flatMap(scope -> scope.messages(2).stream())
                    .map(span -> span(node, span)).forEach(spans::add);
        }
        request.response().putHeader("Content-Type", "application/x-protobuf").end();
    }

    private static ReceivedSpan span(String node, ProtoMessage span) {
        return new ReceivedSpan(node, hex(span, 1), hex(span, 2), hex(span, 4), text(span, 5), attributes(span, 9),
                span.messages(13).stream().map(link -> hex(link, 1)).toList());
    }

    private static Map<String, String> attributes(ProtoMessage owner, int field) {
        Map<String, String> attributes = new HashMap<>();
        owner.messages(field).forEach(pair -> attributes.put(text(pair, 1), value(pair.messages(2).get(0))));
        return attributes;
    }

    private static String value(ProtoMessage any) {
        return any.numbers().isEmpty() ? text(any, 1)
                : any.numbers().values().stream().map(String::valueOf).collect(Collectors.joining());
    }

    private static String text(ProtoMessage message, int field) {
        return message.bytes(field).stream().map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .collect(Collectors.joining());
    }

    private static String hex(ProtoMessage message, int field) {
        return message.bytes(field).stream().map(HexFormat.of()::formatHex).collect(Collectors.joining());
    }
}
