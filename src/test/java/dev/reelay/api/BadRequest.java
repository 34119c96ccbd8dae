package dev.reelay.api;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.TestDatabase.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;

import dev.reelay.testing.RawHttp;
import dev.reelay.testing.RawHttp.Answer;

/**
 * A row of {@link BadRequestsTest}: an invalid request and the expected error.
 *
 * @param param expected {@code param} of the error, or null
 * @param call sends the request to the server at the given address
 */
record BadRequest(String name, int status, String code, @Nullable String param, Function<URI, Answer> call) {
    /** @param request of a valid key */
    static BadRequest bad(String name, int status, String code, @Nullable String param,
            Function<RequestSpecification, Response> request) {
        return new BadRequest(name, status, code, param, server -> answer(request.apply(as(ALICE).urlEncodingEnabled(false))));
    }

    /** A parameter at fault. */
    static BadRequest invalid(String name, String param, UnaryOperator<RequestSpecification> create) {
        return bad(name, 400, "invalid_request", param, request -> create.apply(request).post("/v1/videos"));
    }

    static BadRequest unknown(String name, Function<RequestSpecification, Response> request) {
        return bad(name, 404, "not_found", null, request);
    }

    /** @param head without the key */
    static BadRequest raw(String name, int status, String code, @Nullable String param, String head, byte[] body) {
        return new BadRequest(name, status, code, param,
                server -> RawHttp.send(server, head + "Authorization: " + ALICE + "\n", body));
    }

    void verify(URI server) {
        Answer answer = call.apply(server);
        assertThat(answer.status()).as("%s: %s", name, answer).isEqualTo(status);
        assertThat(answer.headers()).as(name).containsKey("x-request-id");
        assertThat(answer.headers().get("content-type")).startsWith("application/json");
        if (status != 429) {
            assertThat(answer.headers()).as(name).containsEntry("x-should-retry", "false");
        }
        verify(new JsonObject(answer.body()));
    }

    private void verify(JsonObject envelope) {
        assertThat(envelope.fieldNames()).containsExactly("error");
        JsonObject error = envelope.getJsonObject("error");
        assertThat(error.fieldNames()).containsExactlyInAnyOrder("code", "message", "type", "param");
        assertThat(error.getString("code")).as(name).isEqualTo(code);
        assertThat(error.getString("param")).as(name).isEqualTo(param);
        assertThat(error.getString("type")).isNotBlank();
        assertThat(error.getString("message")).isNotBlank()
                .doesNotContainPattern("(?i)exception|<html|stack|\\b(java|io|org|com|dev)\\.[a-z]+\\.");
    }

    private static Answer answer(Response response) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers().forEach(header -> headers.put(header.getName(), header.getValue()));
        return new Answer(response.statusCode(), headers, response.asString());
    }

    @Override
    public String toString() {
        return name;
    }
}
