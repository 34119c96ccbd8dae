package dev.reelay.content;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** Calls the content endpoint with any headers, which RestAssured would change. */
public record Downloads(URI reelay, String key) {
    private static final HttpClient CLIENT = HttpClient.newBuilder().version(Version.HTTP_1_1).build();

    public HttpResponse<byte[]> get(String id, Map<String, String> headers) throws IOException, InterruptedException {
        return call("GET", id + "/content", headers);
    }

    public HttpResponse<byte[]> get(String id) throws IOException, InterruptedException {
        return get(id, Map.of());
    }

    public HttpResponse<byte[]> head(String id, Map<String, String> headers) throws IOException, InterruptedException {
        return call("HEAD", id + "/content", headers);
    }

    HttpResponse<byte[]> call(String method, String path, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(reelay.resolve("/v1/videos/" + path))
                .header("Authorization", key).method(method, BodyPublishers.noBody());
        headers.forEach(request::header);
        return CLIENT.send(request.build(), BodyHandlers.ofByteArray());
    }
}
