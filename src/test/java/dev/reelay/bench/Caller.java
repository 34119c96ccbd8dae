package dev.reelay.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

import io.vertx.core.json.JsonObject;

/** Calls the gateway as one caller does, one request after the other over one connection, and by HTTP/1.1 as curl does. */
final class Caller {
    private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI gateway;

    Caller(URI gateway) {
        this.gateway = gateway;
    }

    /** @return the id of a new video */
    String create(String prompt) throws IOException, InterruptedException {
        return create(CreateBody.FORM.type(), CreateBody.form(prompt, new byte[0]));
    }

    /** @return the id of a new video */
    String create(CreateBody body) throws IOException, InterruptedException {
        return create(body.type(), body.bytes());
    }

    private String create(String type, byte[] body) throws IOException, InterruptedException {
        return new JsonObject(body(request("/v1/videos").header("Content-Type", type).POST(BodyPublishers.ofByteArray(body))
                .build())).getString("id");
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
