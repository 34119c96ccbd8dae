package dev.reelay.testing;

import static dev.reelay.testing.Waits.LIMIT;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

import io.vertx.core.json.JsonObject;

/** Reads Server-Sent Events in the way of a browser. */
public final class EventReader implements AutoCloseable {
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Lines lines;
    private String lastId = "";

    /** @param id the version, or the position among the changes of all the key's videos */
    public record Event(long id, String kind, JsonObject video) {
    }

    private EventReader(Lines lines) {
        this.lines = lines;
    }

    /** Returns all events until the server closes the stream. */
    public static List<Event> readAll(URI url, String key) {
        return follow(url, key).rest();
    }

    public static List<Event> parse(Stream<String> lines) {
        Lines all = new Lines();
        lines.forEach(all::onNext);
        all.onComplete();
        return new EventReader(all).rest();
    }

    /** Returns the raw response. */
    public static HttpResponse<Stream<String>> open(URI url, String key) throws IOException, InterruptedException {
        return CLIENT.send(request(url, key).build(), BodyHandlers.ofLines());
    }

    public static EventReader follow(URI url, String key) {
        return follow(request(url, key));
    }

    /** Opens a stream without headers, as a browser does; the URL contains the ticket. */
    public static EventReader follow(URI urlWithTicket) {
        return follow(HttpRequest.newBuilder(urlWithTicket));
    }

    /** Reopens a stream with the header {@code Last-Event-ID}, as a browser does. */
    public static EventReader resume(URI url, String key, String lastEventId) {
        return follow(request(url, key).header("Last-Event-ID", lastEventId));
    }

    private static EventReader follow(HttpRequest.Builder request) {
        Lines lines = new Lines();
        CLIENT.sendAsync(request.build(), BodyHandlers.fromLineSubscriber(lines)).whenComplete((response, failure) -> {
            if (failure != null && !lines.subscription.isDone()) {
                lines.refused(failure);
            }
        });
        return new EventReader(lines);
    }

    private static HttpRequest.Builder request(URI url, String key) {
        return HttpRequest.newBuilder(url).header("Authorization", key);
    }

    /** Returns the next event, or empty at the end of the stream. */
    public Optional<Event> next() {
        String kind = "";
        JsonObject data = new JsonObject();
        Instant deadline = Instant.now().plus(LIMIT);
        for (String line = lines.next(deadline); line != null; line = lines.next(deadline)) {
            if (line.startsWith("id: ")) {
                lastId = line.substring("id: ".length());
            } else if (line.startsWith("event: ")) {
                kind = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                data = new JsonObject(line.substring("data: ".length()));
            } else if (line.isEmpty() && !kind.isEmpty()) {
                return Optional.of(new Event(Long.parseLong(lastId), kind, data));
            }
        }
        return Optional.empty();
    }

    public List<Event> rest() {
        List<Event> events = new ArrayList<>();
        for (Optional<Event> event = next(); event.isPresent(); event = next()) {
            events.add(event.get());
        }
        return events;
    }

    /** Returns the id that a browser would send as {@code Last-Event-ID}. */
    public String lastId() {
        return lastId;
    }

    @Override
    public void close() {
        lines.cancel();
    }

    /** The lines of a stream, with a limit on the wait for the next one. */
    private static final class Lines implements Subscriber<String> {
        private static final Optional<String> END = Optional.empty();

        private final BlockingQueue<Optional<String>> arrived = new LinkedBlockingQueue<>();
        private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
        private volatile Throwable refusal;

        /** The request got no response. Nothing else tells the subscriber so. */
        void refused(Throwable failure) {
            refusal = failure;
            arrived.add(END);
        }

        @Override
        public void onSubscribe(Subscription newSubscription) {
            subscription.complete(newSubscription);
            newSubscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            arrived.add(Optional.of(line));
        }

        @Override
        public void onError(Throwable failure) {
            arrived.add(END);
        }

        @Override
        public void onComplete() {
            arrived.add(END);
        }

        /** Null at the end. */
        private String next(Instant deadline) {
            try {
                Optional<String> line = arrived.poll(Duration.between(Instant.now(), deadline).toMillis(), MILLISECONDS);
                if (line == null) {
                    throw new AssertionError("No event came in " + LIMIT.toSeconds() + " s");
                }
                if (refusal != null) {
                    throw new AssertionError("The request got no response", refusal);
                }
                return line.orElse(null);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        private void cancel() {
            subscription.thenAccept(Subscription::cancel);
        }
    }
}
