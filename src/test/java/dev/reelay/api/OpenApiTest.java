package dev.reelay.api;

import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.freshKey;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.inject.spi.CDI;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.api.OpenApiDocument.Answer;
import dev.reelay.api.OpenApiDocument.Operation;
import dev.reelay.testing.Api;

/** Checks that routes, responses, fields and headers equal those of the OpenAPI document. */
@QuarkusTest
@TestProfile(LimitsProfile.class)
class OpenApiTest {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
    /** Those of HTTP itself, which need no word. */
    private static final Set<String> PLAIN_HEADERS = Set.of("content-type", "content-length", "transfer-encoding");

    private static final Map<String, HttpResponse<String>> PERFORMED = new HashMap<>();

    @TestHTTPResource
    URI reelay;
    private OpenApiDocument document;

    @BeforeEach
    void read() throws JsonProcessingException {
        document = OpenApiDocument.parse(given().get("/q/openapi?format=json").then().statusCode(200)
                .extract().asString());
    }

    @Test
    void documentAndSwaggerPageAreServed() {
        assertThat(document.root().path("openapi").asText()).startsWith("3.");
        given().get("/q/openapi").then().statusCode(200).body(containsString("openapi: 3."));
        given().get("/q/swagger-ui/").then().statusCode(200).contentType(containsString("text/html"))
                .body(containsString("/q/openapi"));
        assertThat(document.root().findValues("$ref")).isNotEmpty()
                .allSatisfy(reference -> assertThat(document.root().at(reference.asText().substring(1)).isMissingNode())
                        .as(reference.asText()).isFalse());
    }

    @Test
    void documentFormatFollowsQueryAndAccept() {
        given().accept("application/json,*/*").get("/q/openapi").then().contentType("application/json");
        given().accept("text/html").get("/q/openapi").then().contentType("application/yaml");
        given().accept("application/json").get("/q/openapi?format=YAML").then().contentType("application/yaml");
        given().get("/q/openapi?format=xml").then().statusCode(400).body(at("error.param", equalTo("format")));
    }

    @TestFactory
    Stream<DynamicTest> pathsAcceptExactlyTheDocumentedMethods() {
        return document.operations().stream().map(Operation::path).distinct()
                .flatMap(path -> METHODS.stream().map(method -> DynamicTest.dynamicTest(method + " " + path, () -> {
                    int status = requests().callOnCompleted(method, path).statusCode();
                    boolean documented = document.operations().stream()
                            .anyMatch(operation -> operation.path().equals(path) && operation.method().equals(method));
                    assertThat(status == 404 || status == 405).as("%s %s: HTTP %d", method, path, status)
                            .isNotEqualTo(documented);
                })));
    }

    @Test
    void createAcceptsTheValuesOfItsSchema() {
        JsonNode schema = document.root().at("/components/schemas/CreateFields");
        String key = freshKey();
        Map<String, String> order = Map.of("prompt", "a form", "model", "sora-2", "size", "1280x720", "seconds", "10");

        schema.get("required").forEach(name -> form(key, order, name.asText(), "").statusCode(400)
                .body(at("error.param", equalTo(name.asText()))));
        schema.get("properties").fields().forEachRemaining(field -> field.getValue().path("enum")
                .forEach(value -> form(key, order, field.getKey(), value.asText()).statusCode(200)));
        form(key, order, "deadline", "60").statusCode(200);
    }

    private static ValidatableResponse form(String key, Map<String, String> order, String field, String value) {
        Map<String, String> fields = new HashMap<>(order);
        fields.put(field, value);
        RequestSpecification request = Api.as(key).header("Prefer", "wait=300");
        for (Map.Entry<String, String> each : fields.entrySet()) {
            request = Api.text(request, each.getKey(), each.getValue());
        }
        return request.post("/v1/videos").then();
    }

    @TestFactory
    Stream<DynamicTest> examplesMatchTheirSchemas() {
        return document.answers().stream().filter(answer -> answer.mediaType().equals("application/json"))
                .map(answer -> DynamicTest.dynamicTest(answer.toString(),
                        () -> assertThat(document.violations(answer.example(), answer.schema())).isEmpty()));
    }

    @TestFactory
    Stream<DynamicTest> examplesMatchRealResponses() {
        return document.answers().stream().map(answer -> DynamicTest.dynamicTest(answer.toString(), () -> {
            HttpResponse<String> real = performed(answer);

            assertThat(real.statusCode()).as(answer + " " + real.body()).isEqualTo(answer.status());
            assertThat(real.headers().firstValue("Content-Type").orElse("")).startsWith(answer.mediaType());
            assertSame(answer, real);
            assertThat(headers(real)).containsAll(answer.headers().entrySet().stream()
                    .filter(header -> header.getValue().path("required").asBoolean()).map(Map.Entry::getKey)
                    .map(String::toLowerCase).toList());
            assertThat(answer.headers().keySet().stream().map(String::toLowerCase)).containsAll(headers(real));
        }));
    }

    @TestFactory
    Stream<DynamicTest> optionalHeadersOccurInOneResponse() {
        return document.answers().stream()
                .filter(answer -> answer.headers().values().stream().anyMatch(header -> !header.path("required").asBoolean()))
                .collect(Collectors.groupingBy(answer -> answer.operation() + ": " + answer.status())).entrySet().stream()
                .map(answers -> DynamicTest.dynamicTest(answers.getKey(), () -> {
                    Set<String> occurred = new TreeSet<>();
                    answers.getValue().forEach(answer -> occurred.addAll(allHeaders(performed(answer))));
                    assertThat(occurred).containsAll(answers.getValue().get(0).headers().keySet().stream()
                            .map(String::toLowerCase).toList());
                }));
    }

    /** Once; the order of the tests does not matter. */
    private HttpResponse<String> performed(Answer answer) {
        if (PERFORMED.isEmpty()) {
            // With three completed videos, the time of one that waits is estimated.
            ExampleRequests earlier = requests();
            Stream.of(1, 2, 3).forEach(number -> earlier.completed());
        }
        return PERFORMED.computeIfAbsent(answer.toString(), unseen -> requests().perform(answer));
    }

    private ExampleRequests requests() {
        return new ExampleRequests(reelay, database());
    }

    Pool database() {
        return CDI.current().select(Pool.class).get();
    }

    private static void assertSame(Answer documented, HttpResponse<String> real) throws JsonProcessingException {
        switch (documented.mediaType()) {
            case "application/json" -> {
                JsonNode body = new ObjectMapper().readTree(real.body());
                assertThat(shape(body)).isEqualTo(shape(documented.example()));
                assertThat(withDefaultLimit(withoutIds(body.path("error").path("message").asText())))
                        .isEqualTo(withoutIds(documented.example().path("error").path("message").asText()));
                if (documented.status() >= 400) {
                    assertThat(withDefaultLimit(withoutIds(body.toString())))
                            .isEqualTo(withoutIds(documented.example().toString()));
                }
            }
            case "text/event-stream" -> assertThat(events(real.body())).isSubsetOf(events(documented.example().asText()))
                    .containsAll(events(documented.example().asText()));
            default -> assertThat(documented.example().isMissingNode()).isTrue();
        }
    }

    /** Each kind of event with the shape of its data; how many there are in between depends. */
    private static Set<String> events(String stream) throws JsonProcessingException {
        Set<String> events = new TreeSet<>();
        for (String event : stream.split("\n\n")) {
            List<String> lines = event.lines().toList();
            if (lines.size() == 3 && lines.get(2).matches(".*\"(progress|deleted)\":.*")) {
                JsonNode video = new ObjectMapper().readTree(lines.get(2).substring("data: ".length()));
                if (!video.path("status").asText().equals("in_progress")) {
                    events.add(lines.get(0).replaceAll("\\d+", "N") + " " + lines.get(1) + " " + shape(video));
                }
            }
        }
        return events;
    }

    /** The fields and their types, as deep as they go. */
    private static String shape(JsonNode value) {
        List<String> parts = new ArrayList<>();
        if (value.isObject()) {
            OpenApiDocument.entries(value).forEach(field -> parts.add(field.getKey() + "=" + shape(field.getValue())));
        }
        if (value.isArray()) {
            value.forEach(element -> parts.add(shape(element)));
        }
        return OpenApiDocument.type(value) + parts.stream().sorted().toList();
    }

    /** The document names the limit that there is by default. */
    private static String withDefaultLimit(String text) {
        return text.replace(LimitsProfile.READS + " are allowed per minute", "600 are allowed per minute")
                .replace(LimitsProfile.UPLOADS_PER_KEY + " are allowed at once", "20 are allowed at once");
    }

    private static String withoutIds(String text) {
        return text.replaceAll("renewed at [0-9-]+T", "renewed at DATE").replaceAll("(video|we|wd|key|audit)_[0-9a-f]{32}",
                "$1_ID");
    }

    private static Set<String> headers(HttpResponse<String> response) {
        return allHeaders(response).stream().filter(name -> !PLAIN_HEADERS.contains(name)).collect(Collectors.toSet());
    }

    private static Set<String> allHeaders(HttpResponse<String> response) {
        return response.headers().map().keySet().stream().map(String::toLowerCase).collect(Collectors.toSet());
    }
}
