package dev.reelay.chaos;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

import dev.reelay.chaos.Note.Action;
import dev.reelay.chaos.Note.Ended;
import dev.reelay.chaos.Note.Received;
import dev.reelay.chaos.Note.Seen;
import dev.reelay.chaos.Note.Sent;

/** The requests of one client. Each is written down before it is sent, and whatever comes back as soon as it is there. */
final class Caller {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    /** A stream has a comment every two seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(8);
    private static final int OK = 200;
    private static final int PARTIAL = 206;

    private final History history;
    private final int client;
    private final House house;

    /** A key, and those who use it. */
    record House(String keyId, String secret, String owner) {
    }

    /** @param body an empty object if there is none */
    record Answer(int status, JsonObject body) {
        boolean isOk() {
            return status == OK;
        }
    }

    /**
     * What a reader of events knows.
     *
     * @param lastId the id of the last event, or -1
     * @param status the status of the last response
     * @param ended whether the last event is the end of the video
     */
    record Position(long lastId, int status, boolean ended) {
        static final Position START = new Position(-1, Note.BROKEN, false);
    }

    Caller(History history, int client, House house) {
        this.history = history;
        this.client = client;
        this.house = house;
    }

    /** Sends a create without waiting for the video. */
    Answer create(Node node, String model, String prompt, String idempotencyKey) throws InterruptedException {
        return ask(node, Action.CREATE, "", prompt, idempotencyKey, "/v1/videos", request -> {
            request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(JsonObject
                    .of("model", model, "prompt", prompt, "size", "1280x720", "seconds", "8").encode()));
            if (!idempotencyKey.isEmpty()) {
                request.header("Idempotency-Key", idempotencyKey);
            }
        });
    }

    /** Reads a video; with a wait, the response comes at its end, or after ten seconds. */
    Answer read(Node node, String video, boolean wait) throws InterruptedException {
        return ask(node, Action.READ, video, "", "", "/v1/videos/" + video,
                request -> request.header("Prefer", wait ? "wait=10" : "wait=0"));
    }

    Answer cancel(Node node, String video) throws InterruptedException {
        return ask(node, Action.CANCEL, video, "", "", "/v1/videos/" + video + "/cancel",
                request -> request.POST(HttpRequest.BodyPublishers.noBody()));
    }

    Answer delete(Node node, String video) throws InterruptedException {
        return ask(node, Action.DELETE, video, "", "", "/v1/videos/" + video, HttpRequest.Builder::DELETE);
    }

    private Answer ask(Node node, Action action, String video, String prompt, String idempotencyKey, String path,
            Consumer<HttpRequest.Builder> details) throws InterruptedException {
        long call = sent(node, action, video, prompt, idempotencyKey, -1);
        Optional<URI> target = node.uri();
        if (target.isEmpty()) {
            return end(call, Note.BROKEN, new StringBuilder(), false);
        }
        HttpRequest.Builder request = request(target.get().resolve(path));
        details.accept(request);
        StringBuilder body = new StringBuilder();
        try (Arrivals<String> lines = Arrivals.send(request.build(),
                reader -> BodySubscribers.fromLineSubscriber(reader, done -> null, StandardCharsets.UTF_8, null))) {
            int status = lines.status(PATIENCE);
            for (Optional<String> line = next(lines, status); line.isPresent(); line = next(lines, status)) {
                body.append(line.get());
            }
            return end(call, status, body, lines.isWhole());
        }
    }

    private static Optional<String> next(Arrivals<String> lines, int status) throws InterruptedException {
        return status == Note.BROKEN ? Optional.empty() : lines.next(SILENCE);
    }

    private Answer end(long call, int status, StringBuilder body, boolean whole) {
        JsonObject json = whole ? parsed(body.toString()) : new JsonObject();
        if (whole && status == OK) {
            see(call, -1, json);
        }
        int outcome = whole ? status : Note.BROKEN;
        history.add(new Ended(call, history.now(), outcome, whole));
        return new Answer(outcome, json);
    }

    private static JsonObject parsed(String body) {
        try {
            return body.isEmpty() ? new JsonObject() : new JsonObject(body);
        } catch (DecodeException e) {
            return JsonObject.of("unreadable", body);
        }
    }

    /**
     * Reads the events of a video after a position, until the stream ends.
     *
     * @param enough leaves as soon as it returns true; asked after each line
     */
    Position watch(Node node, String video, Position from, Predicate<Position> enough) throws InterruptedException {
        return stream(node, Action.WATCH, video, "/v1/videos/" + video + "/events", from, enough);
    }

    /**
     * Reads the events of all videos of the owner after a position, until the stream ends.
     *
     * @param enough leaves as soon as it returns true; asked after each line
     */
    Position follow(Node node, Position from, Predicate<Position> enough) throws InterruptedException {
        return stream(node, Action.FOLLOW, "", "/v1/videos/events", from, enough);
    }

    private Position stream(Node node, Action action, String video, String path, Position from,
            Predicate<Position> enough) throws InterruptedException {
        long call = sent(node, action, video, "", "", from.lastId());
        Optional<URI> target = node.uri();
        if (target.isEmpty()) {
            history.add(new Ended(call, history.now(), Note.BROKEN, false));
            return new Position(from.lastId(), Note.BROKEN, false);
        }
        HttpRequest.Builder request = request(target.get().resolve(path));
        if (from.lastId() >= 0) {
            request.header("Last-Event-ID", String.valueOf(from.lastId()));
        }
        try (Arrivals<String> lines = Arrivals.send(request.build(),
                reader -> BodySubscribers.fromLineSubscriber(reader, done -> null, StandardCharsets.UTF_8, null))) {
            int status = lines.status(PATIENCE);
            Position position = new Position(from.lastId(), status, false);
            if (status == OK) {
                position = events(call, action, lines, position, enough);
            } else {
                while (next(lines, status).isPresent()) {
                    // The body of an error has no events.
                }
            }
            history.add(new Ended(call, history.now(), status, lines.isWhole()));
            return position;
        }
    }

    private Position events(long call, Action action, Arrivals<String> lines, Position start,
            Predicate<Position> enough) throws InterruptedException {
        Position position = start;
        long id = start.lastId();
        String kind = "";
        String data = "";
        for (Optional<String> line = lines.next(SILENCE); line.isPresent()
                && !enough.test(position); line = lines.next(SILENCE)) {
            String text = line.get();
            if (text.startsWith("id: ")) {
                id = Long.parseLong(text.substring("id: ".length()));
            } else if (text.startsWith("event: ")) {
                kind = text.substring("event: ".length());
            } else if (text.startsWith("data: ")) {
                data = text.substring("data: ".length());
            } else if (text.isEmpty()) { // only now it is an event, as a browser sees it
                see(call, id, parsed(data));
                boolean ended = action == Action.WATCH && ReaderRules.isTerminal(kind);
                position = new Position(id, OK, position.ended() || ended);
                kind = "";
                data = "";
            }
        }
        return position;
    }

    /** Downloads a video, or the part after a position. */
    int download(Node node, String video, long first) throws InterruptedException {
        long call = sent(node, Action.DOWNLOAD, video, "", "", -1);
        Optional<URI> target = node.uri();
        if (target.isEmpty()) {
            history.add(new Ended(call, history.now(), Note.BROKEN, false));
            return Note.BROKEN;
        }
        HttpRequest.Builder request = request(target.get().resolve("/v1/videos/" + video + "/content"));
        if (first > 0) {
            request.header("Range", "bytes=" + first + "-");
        }
        try (Arrivals<List<ByteBuffer>> chunks = Arrivals.send(request.build(), BodySubscribers::fromSubscriber)) {
            int status = chunks.status(PATIENCE);
            MessageDigest digest = Footage.digest();
            long count = 0;
            for (Optional<List<ByteBuffer>> chunk = chunks.next(SILENCE); chunk.isPresent(); chunk = chunks.next(SILENCE)) {
                for (ByteBuffer part : chunk.get()) {
                    count += part.remaining();
                    digest.update(part);
                }
            }
            if (status == OK || status == PARTIAL) {
                history.add(new Received(call, history.now(), status == OK ? 0 : first, count, -1,
                        HexFormat.of().formatHex(digest.digest())));
            }
            history.add(new Ended(call, history.now(), status, chunks.isWhole()));
            return status;
        }
    }

    private long sent(Node node, Action action, String video, String prompt, String idempotencyKey, long lastEventId) {
        long call = history.nextCall();
        history.add(new Sent(call, history.now(), client, node.name(), house.owner(), action, video, prompt, idempotencyKey,
                lastEventId));
        return call;
    }

    private void see(long call, long eventId, JsonObject video) {
        if (video.containsKey("id")) {
            boolean deleted = video.getBoolean("deleted", false);
            history.add(new Seen(call, history.now(), eventId, video.getString("id"),
                    deleted ? "deleted" : video.getString("status"), video.getInteger("progress", 0),
                    Optional.ofNullable(video.getString("error_code")).orElse("")));
        }
    }

    private HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).header("Authorization", house.secret()).timeout(PATIENCE);
    }
}
