package dev.reelay;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.vertx.core.json.JsonObject;

/** Reads Server-Sent Events as a browser does. */
public final class EventReader {
    /** @param id the version */
    public record Event(long id, String kind, JsonObject video) {
    }

    private EventReader() {
    }

    /** Everything until the stream is closed by the other side. */
    public static List<Event> readAll(URI url, String key) throws IOException, InterruptedException {
        return parse(open(url, key).body());
    }

    public static HttpResponse<Stream<String>> open(URI url, String key) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(url).header("Authorization", key).build(),
                BodyHandlers.ofLines());
    }

    public static List<Event> parse(Stream<String> lines) {
        List<Event> events = new ArrayList<>();
        String id = "";
        String kind = "";
        JsonObject data = new JsonObject();
        for (String line : (Iterable<String>) lines::iterator) {
            if (line.startsWith("id: ")) {
                id = line.substring("id: ".length());
            } else if (line.startsWith("event: ")) {
                kind = line.substring("event: ".length());
            } else if (line.startsWith("data: ")) {
                data = new JsonObject(line.substring("data: ".length()));
            } else if (line.isEmpty() && !kind.isEmpty()) {
                events.add(new Event(Long.parseLong(id), kind, data));
                kind = "";
            }
        }
        return events;
    }
}
