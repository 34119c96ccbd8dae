package dev.reelay.webhook;

import static java.util.stream.Collectors.toMap;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;

/**
 * A receiver of webhooks on a real socket. It keeps each request that arrives, and replies with 204 or as its script says. It
 * can be down for a while. It is thread-safe.
 */
public final class WebhookReceiver implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    private final Vertx vertx = Vertx.vertx();
    private final HttpServerOptions options;
    private final String address;
    private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
    private final List<Arrival> arrivals = new ArrayList<>();
    private final Queue<Reply> script = new ArrayDeque<>();
    private Reply usual = Reply.status(204);
    private int connects;
    private int open;
    private int peak;
    private Optional<HttpServer> server = Optional.empty();
    private int port;

    /**
     * A request that arrived.
     *
     * @param id the header {@code webhook-id}, or an empty text
     * @param headers by their names in lower case
     */
    public record Arrival(String method, String path, String id, Map<String, String> headers, String body, Instant time) {
    }

    /** A receiver that is up, over plain HTTP. */
    public WebhookReceiver() {
        this(new HttpServerOptions());
    }

    /** @param options such as those of TLS */
    public WebhookReceiver(HttpServerOptions options) {
        this(options, LOOPBACK);
    }

    /** @param address where it listens, such as {@code ::} for all addresses of this machine */
    public WebhookReceiver(HttpServerOptions options, String address) {
        this.options = options;
        this.address = address;
        up();
    }

    /** Returns its URL over plain HTTP. */
    public String url() {
        return "http://%s:%d/hook".formatted(LOOPBACK, port);
    }

    public int port() {
        return port;
    }

    /** Sets the replies to the next requests, after those that are set already. */
    public synchronized void next(Reply... replies) {
        script.addAll(List.of(replies));
    }

    /** Sets the reply to all requests that have none of their own. */
    public synchronized void always(Reply reply) {
        usual = reply;
    }

    /** Returns the requests so far, in the order in which their bodies ended. */
    public synchronized List<Arrival> arrivals() {
        return List.copyOf(arrivals);
    }

    /** Returns the number of connections that were opened so far. */
    public synchronized int connects() {
        return connects;
    }

    /** Returns the largest number of requests that waited for their replies at once. */
    public synchronized int peak() {
        return peak;
    }

    /** Closes the port and all connections. Further connects are refused. */
    public void down() {
        Optional<HttpServer> closed;
        synchronized (this) {
            closed = server;
            server = Optional.empty();
        }
        closed.map(HttpServer::close).ifPresent(WebhookReceiver::join);
        connections.forEach(HttpConnection::close);
    }

    /** Opens the port again, the same as before. */
    public void up() {
        HttpServer opened = vertx.createHttpServer(options).connectionHandler(this::count).requestHandler(this::receive);
        join(opened.listen(port, address));
        synchronized (this) {
            server = Optional.of(opened);
            port = opened.actualPort();
        }
    }

    @Override
    public void close() {
        join(vertx.close());
    }

    private synchronized void count(HttpConnection connection) {
        connects++;
        connections.add(connection);
        connection.closeHandler(closed -> connections.remove(connection));
    }

    private void receive(HttpServerRequest request) {
        request.body().onSuccess(body -> arrived(request, body).respond(request).onComplete(replied -> ended()));
    }

    private synchronized Reply arrived(HttpServerRequest request, Buffer body) {
        Map<String, String> headers = request.headers().entries().stream().collect(
                toMap(header -> header.getKey().toLowerCase(Locale.ROOT), Entry::getValue, (first, second) -> first));
        arrivals.add(new Arrival(request.method().name(), request.path(), headers.getOrDefault("webhook-id", ""), headers,
                body.toString(), Instant.now()));
        peak = Math.max(peak, ++open);
        return script.isEmpty() ? usual : script.remove();
    }

    private synchronized void ended() {
        open--;
    }

    private static void join(Future<?> future) {
        future.toCompletionStage().toCompletableFuture().join();
    }

    /** What a receiver does with a request. */
    @FunctionalInterface
    public interface Reply {
        /** Responds; the future ends with the response. */
        Future<Void> respond(HttpServerRequest request);

        /** Responds with a status code and no body. */
        static Reply status(int status) {
            return request -> request.response().setStatusCode(status).end();
        }

        /** Responds with a status code and a body. */
        static Reply body(int status, String body) {
            return request -> request.response().setStatusCode(status).end(body);
        }

        /** Responds with a redirect. */
        static Reply redirect(String location) {
            return status(302).with("Location", location);
        }

        /** Closes the connection instead of a response. */
        static Reply cut() {
            return request -> request.connection().close();
        }

        /** Never responds; the future ends with the connection. */
        static Reply silent() {
            return request -> {
                Promise<Void> closed = Promise.promise();
                request.response().closeHandler(closed::tryComplete);
                return closed.future();
            };
        }

        /** Replies as before, with a header more. */
        default Reply with(String header, String value) {
            return request -> {
                request.response().putHeader(header, value);
                return respond(request);
            };
        }

        /** Replies as before, but after an event. */
        default Reply after(CompletionStage<?> event) {
            return request -> Future.fromCompletionStage(event, Vertx.currentContext())
                    .compose(happened -> respond(request));
        }
    }
}
