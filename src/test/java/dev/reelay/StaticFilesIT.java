package dev.reelay;

import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.restassured.RestAssured;

import dev.reelay.testing.Program;
import dev.reelay.testing.TestDatabase;

/** The packaged program serves the page, the OpenAPI document, health and metrics. */
class StaticFilesIT {
    private static final Path PAGE = Path.of("src/main/resources/META-INF/resources");

    private static Program program;

    @BeforeAll
    static void start() throws IOException {
        program = Program.start(Program.preparedHome("served"), "served", Map.of("REELAY_ACCESS_KEYS", TestDatabase.KEYS))
                .awaitReady().talkTo();
    }

    @AfterAll
    static void leaveNothing() throws InterruptedException {
        program.close();
        RestAssured.reset();
    }

    @Test
    void pageIsServedWithAllFiles() throws IOException {
        try (Stream<Path> tree = Files.walk(PAGE)) {
            List<Path> files = tree.filter(Files::isRegularFile).toList();
            assertThat(files).hasSizeGreaterThan(10).allSatisfy(file -> assertThat(
                    get("/" + PAGE.relativize(file)).then().statusCode(200).extract().asByteArray())
                    .isEqualTo(Files.readAllBytes(file)));
        }
        get("/").then().statusCode(200).contentType(containsString("text/html"))
                .header("Content-Security-Policy", containsString("default-src 'none'"));
    }

    @Test
    void pathsOfAdministratorsDoNotExistWithoutAdminKeys() {
        for (String path : List.of("/admin", "/admin/keys", "/admin/usage", "/admin/anything")) {
            get(path).then().statusCode(404);
            given().header("Authorization", TestDatabase.ADMIN).get(path).then().statusCode(404);
        }
    }

    @Test
    void librariesOfThePageAreServed() throws IOException {
        String charts = Files.readString(PAGE.resolve("page/chart.js"));
        List<String> libraries = Pattern.compile("webjars/[^'\"]+")
                .matcher(charts + Files.readString(PAGE.resolve("index.html")))
                .results().map(MatchResult::group).distinct().toList();

        assertThat(libraries).isNotEmpty().allSatisfy(path -> get("/" + path).then().statusCode(200));
    }

    @Test
    void openApiDocumentAndSwaggerUiAreServed() {
        get("/q/openapi").then().statusCode(200).body(containsString("/v1/videos/{id}/events"));
        get("/q/swagger-ui/").then().statusCode(200).contentType(containsString("text/html"));
    }

    @Test
    void readinessIsServed() {
        get("/q/health/ready").then().statusCode(200).body(at("status", equalTo("UP")));
        get("/q/health/live").then().statusCode(200).body(at("status", equalTo("UP")));
    }

    @Test
    void requestsAreCounted() {
        create(ALICE, "[stall] a dog");

        await().untilAsserted(() -> assertThat(get("/q/metrics").then().statusCode(200).extract().asString())
                .contains("http_server_requests_seconds_count", "reelay_progress_streams ")
                .containsPattern("reelay_upstream_calls_total\\{.*operation=\"create\""));
    }
}
