package dev.reelay.content;

import static dev.reelay.testing.Waits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;

import dev.reelay.video.VideoId;

class DownloadResponseTest {
    @Test
    void resetHeadLeavesNothingOfTheHead() throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            HttpServer server = vertx.createHttpServer().requestHandler(request -> {
                DownloadResponse response = DownloadResponse.to(DownloadRequest.of(VideoId.random(), request),
                        Optional.of(10L));
                response.applyHead(request.response(), Optional.empty());
                response.resetHead(request.response());
                request.response().end();
            }).listen(0, "localhost").toCompletionStage().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);

            HttpResponse<Void> response = HttpClient.newHttpClient().send(HttpRequest
                    .newBuilder(URI.create("http://localhost:" + server.actualPort())).header("Range", "bytes=0-4")
                    .version(HttpClient.Version.HTTP_1_1).build(),
                    BodyHandlers.discarding());

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().map()).containsOnlyKeys("content-length");
            assertThat(response.headers().firstValue("content-length")).contains("0");
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
