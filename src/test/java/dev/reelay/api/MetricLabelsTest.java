package dev.reelay.api;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.upstream.FaultUpstream.json;
import static dev.reelay.upstream.FaultUpstream.script;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import dev.reelay.api.OpenApiDocument.Operation;
import dev.reelay.testing.Metrics;
import dev.reelay.testing.RawHttp;
import dev.reelay.upstream.FaultyUpstreamProfile;

/** Checks that metric labels have values from closed sets, so that clients cannot create time series. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class MetricLabelsTest {
    private static final String REQUESTS = "http_server_requests_seconds_count";
    private static final String MADE_UP = "madeup7f3a";

    @TestHTTPResource
    URI reelay;

    @Test
    void metricLabelsContainNoClientInput() {
        List<String> paths = List.of("/%s", "/v1/%s", "/v1/videos/%s", "/v1/videos/video_%s", "/v1/videos/%s/content",
                "/v1/videos/%s/events", "/v1/videos/%s/cancel", "/v1/videos/%s/tickets", "/v1/videos/1/%s",
                "/v1/videos/1/content/%s", "/v1/videos;%s", "/v1/videos/1;%s", "/v1/videos/events/%s", "/v1/videos?%s=%s",
                "/v1//videos/%s/", "/v1/%%76ideos/%s", "/v1/videos/%%%s", "/page/%s", "/page/%s/../stream.js", "/%s/../about",
                "/about;%s", "/about/%s", "/%s/../index.html", "/sandbox/%s", "/sandbox/v1/videos/%s",
                "/sandbox/v1/videos/%s/content", "/sandbox/v1/videos/%s/more", "/q/%s", "/q%s", "/q/health/group/%s",
                "/q/health/%s", "/q/swagger-ui/%s", "//%s", "http://%s/v1/videos", "*%s", "/..%%2f%s");
        List<String> methods = List.of("GET", "POST", "OPTIONS", MADE_UP.toUpperCase());
        List<String> headers = List.of("", "Authorization: " + ALICE + "\n");

        for (String path : paths) {
            for (String method : methods) {
                for (String header : headers) {
                    send(method + " " + written(path) + " HTTP/1.1\n" + header);
                }
            }
            send(MADE_UP + " " + written(path) + " HTTP/1.1\nContent-Length: 1000\n"); // which do not come
        }
        send("OPTIONS /v1/videos HTTP/1.1\nOrigin: https://%1$s.example\nAccess-Control-Request-Method: %1$s\n"
                .formatted(MADE_UP)
                + "Access-Control-Request-Headers: " + MADE_UP + "\n");
        as(MADE_UP).get("/v1/videos");
        as(ALICE).header("X-Stainless-Lang", MADE_UP).header("Idempotency-Key", MADE_UP).header("User-Agent", MADE_UP)
                .multiPart("prompt", MADE_UP).multiPart("model", MADE_UP).multiPart("size", MADE_UP).post("/v1/videos");
        String prompt = MADE_UP + " " + System.nanoTime();
        script(prompt).status(json(200, "{\"status\":\"failed\",\"error\":\"%1$s\",\"code\":\"%1$s\"}".formatted(MADE_UP)));
        awaitEnd(ALICE, create(ALICE, prompt), "failed");

        Metrics metrics = Metrics.read();
        assertThat(metrics.text()).doesNotContainIgnoringCase(MADE_UP);
        assertThat(metrics.values(REQUESTS, "uri")).isSubsetOf("root", "other", "/cors-preflight", "/page/*", "/v1/videos",
                "/v1/videos/events", "/v1/videos/tickets", "/v1/videos/{id}", "/v1/videos/{id}/content",
                "/v1/videos/{id}/events", "/v1/videos/{id}/cancel", "/v1/videos/{id}/tickets", "/v1/webhook_endpoints",
                "/v1/webhook_endpoints/{id}", "/v1/webhook_endpoints/{id}/rotate_secret", "/v1/webhook_endpoints/{id}/test",
                "/v1/webhook_endpoints/{id}/deliveries", "/v1/webhook_endpoints/{id}/replay",
                "/v1/webhook_deliveries", "/v1/webhook_deliveries/{id}/retry", "/v1/webhook_secret", "/about", "/v1/models",
                "/v1/models/{model}", "/v1/usage", "/v1/key", "/admin/keys", "/admin/keys/{id}", "/admin/keys/{id}/rotate",
                "/admin/keys/{id}/revoke", "/admin/audit", "/admin/usage", "/webjars/*", "NOT_FOUND",
                "REDIRECTION", "/sandbox/v1/videos", "/sandbox/v1/videos/{id}", "/sandbox/v1/videos/{id}/content",
                "/index.html", "/icon.svg");
        assertThat(metrics.values(REQUESTS, "method")).contains("other");
    }

    @Test
    void eachApiPathHasItsOwnUriLabel() throws Exception {
        List<Operation> operations = OpenApiDocument.parse(given().get("/q/openapi?format=json").asString()).operations();

        operations.forEach(operation -> given().request(operation.method(),
                operation.path().replace("{id}", "video_1").replace("{model}", "sora-2")));

        assertThat(Metrics.read().values(REQUESTS, "uri")).containsAll(operations.stream().map(Operation::path).toList());
    }

    private static String written(String path) {
        return path.replace("%s", MADE_UP).replace("%%", "%");
    }

    private void send(String head) {
        RawHttp.send(reelay, head, new byte[0]);
    }
}
