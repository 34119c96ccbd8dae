package dev.reelay.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

import io.vertx.core.json.JsonObject;

/** Calls the gateway as one caller does, one request after the other over one connection, and by HTTP/1.1 as curl does. */
final class Caller {
    private static final String BOUNDARY = "bench";

    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;

    Caller(URI gateway) {
        this.gateway = gateway;
    }

    /** @return the id of a new video */
    String create(String prompt) throws IOException, InterruptedException {
        StringBuilder form = new StringBuilder();
        Map.of("model", "sora-2", "size", "1280x720", "seconds", "10", "prompt", prompt).forEach((name, value) -> form
                .append("--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n".formatted(BOUNDARY, name, value)));
        String answer = body(request("/v1/videos").header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(BodyPublishers.ofString(form + "--" + BOUNDARY + "--\r\n")).build());
        return new JsonObject(answer).getString("id");
    }

    /** The video, as it is written. */
    String video(String id) throws IOException, InterruptedException {
        return body(request("/v1/videos/" + id).build());
    }

    boolean isCompleted(String id) throws IOException, InterruptedException {
        return new JsonObject(video(id)).getString("status").equals("completed");
    }

    /** @return how long the content is */
    int content(String id) throws IOException, InterruptedException {
        return http.send(request("/v1/videos/" + id + "/content").build(), BodyHandlers.ofByteArray()).body().length;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(gateway.resolve(path)).header("Authorization", Gateway.KEY);
    }

    private String body(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new AssertionError("%s was answered with %d: %s".formatted(request, answer.statusCode(), answer.body()));
        }
        return answer.body();
    }
}
