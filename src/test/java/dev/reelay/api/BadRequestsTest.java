package dev.reelay.api;

import static dev.reelay.testing.Waits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

import dev.reelay.testing.TestDatabase;

/** Checks that each invalid request gets the error envelope with a 4xx status code. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class BadRequestsTest {
    @TestHTTPResource
    URI reelay;

    static Stream<BadRequest> badRequests() {
        return Stream.concat(BadCreates.all(), BadPaths.all());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRequests")
    void badRequestReturnsErrorEnvelope(BadRequest row) {
        row.verify(reelay);
    }

    @ParameterizedTest
    @CsvSource({ "application/json,{}", "multipart/form-data; boundary=b,--b--" })
    void bodyAfterExpectContinueIsValidated(String type, String body) throws Exception {
        HttpRequest create = HttpRequest.newBuilder(reelay.resolve("/v1/videos")).header("Authorization", TestDatabase.ALICE)
                .header("Content-Type", type).expectContinue(true).timeout(LIMIT)
                .POST(BodyPublishers.ofString(body))
                .build();

        HttpResponse<String> answer = HttpClient.newBuilder().version(Version.HTTP_1_1).build().send(create,
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("Missing required parameter: prompt");
    }
}
