package dev.reelay.api.admin;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.TestDatabase.ADMIN;
import static dev.reelay.testing.Waits.await;

import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;

import dev.reelay.testing.Json;

/** Calls of the endpoints of administrators, for tests. */
public final class Keys {
    public static final String PATH = "/admin/keys";

    private Keys() {
    }

    public static ValidatableResponse create(String body) {
        return as(ADMIN).contentType(ContentType.JSON).body(body).post(PATH).then();
    }

    /** Creates a key, waits until the node that RestAssured calls knows it, and returns the response of the create. */
    public static Json created(String body) {
        Json key = Json.of(create(body).statusCode(200).extract());
        awaitStatus(key.getString("secret"), 200);
        return key;
    }

    public static ValidatableResponse patch(String id, String body) {
        return as(ADMIN).contentType(ContentType.JSON).body(body).patch(PATH + "/" + id).then();
    }

    public static ValidatableResponse rotate(String id, String body) {
        return as(ADMIN).contentType(ContentType.JSON).body(body).post(PATH + "/" + id + "/rotate").then();
    }

    public static ValidatableResponse revoke(String id) {
        return as(ADMIN).post(PATH + "/" + id + "/revoke").then();
    }

    public static ValidatableResponse get(String id) {
        return as(ADMIN).get(PATH + "/" + id).then();
    }

    /** Waits until a request with this secret gets this status code. */
    public static void awaitStatus(String secret, int status) {
        await().until(() -> as(secret).get("/v1/key").statusCode() == status);
    }
}
