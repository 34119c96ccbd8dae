package dev.reelay.webhook;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Waits.await;
import static java.util.stream.Collectors.toMap;

import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.function.Predicate;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;

import io.restassured.http.ContentType;
import io.vertx.core.json.JsonObject;

import dev.reelay.testing.Json;
import dev.reelay.webhook.WebhookReceiver.Arrival;

/** The webhook endpoints of one key, through the API. */
record Hooks(String key) {
    private static final String ENDPOINTS = "/v1/webhook_endpoints";

    /** An endpoint as created. */
    record Endpoint(String id, String secret) {
    }

    Endpoint create(String url) {
        return create(JsonObject.of("url", url));
    }

    Endpoint create(JsonObject fields) {
        Json created = Json.of(
                as(key).contentType(ContentType.JSON).body(fields.encode()).post(ENDPOINTS).then().statusCode(200).extract());
        return new Endpoint(created.getString("id"), created.getString("secret"));
    }

    void setStatus(Endpoint endpoint, String status) {
        as(key).contentType(ContentType.JSON).body(JsonObject.of("status", status).encode())
                .patch(ENDPOINTS + "/" + endpoint.id()).then().statusCode(200);
    }

    Json get(Endpoint endpoint) {
        return Json.of(as(key).get(ENDPOINTS + "/" + endpoint.id()).then().statusCode(200).extract());
    }

    /** Returns the response of a call of an endpoint, such as {@code test}. */
    Json post(Endpoint endpoint, String call) {
        return Json.of(as(key).post(ENDPOINTS + "/" + endpoint.id() + "/" + call).then().statusCode(200).extract());
    }

    /** Sends an event and returns the id of its delivery. */
    String test(Endpoint endpoint) {
        return post(endpoint, "test").getString("id");
    }

    /** Returns the deliveries to an endpoint, newest first. */
    List<JsonObject> deliveries(Endpoint endpoint) {
        return new JsonObject(as(key).get(ENDPOINTS + "/" + endpoint.id() + "/deliveries?limit=100").then().statusCode(200)
                .extract().asString()).getJsonArray("data").stream().map(JsonObject.class::cast).toList();
    }

    /** Returns a page of the deliveries of a video; {@code more} has further parameters. */
    JsonObject deliveriesOfVideo(String video, String more) {
        return new JsonObject(as(key).get("/v1/webhook_deliveries?video_id=" + video + more).then().statusCode(200).extract()
                .asString());
    }

    /** Waits until the newest delivery to an endpoint is as it should be. */
    JsonObject awaitDelivery(Endpoint endpoint, Predicate<JsonObject> is) {
        return await().until(() -> deliveries(endpoint).get(0), is);
    }

    JsonObject awaitStatus(Endpoint endpoint, String status) {
        return awaitDelivery(endpoint, delivery -> delivery.getString("status").equals(status));
    }

    Json retry(String delivery) {
        return Json.of(as(key).post("/v1/webhook_deliveries/" + delivery + "/retry").then().statusCode(200).extract());
    }

    static boolean isSigned(Arrival arrival, String secret) {
        Map<String, List<String>> headers = arrival.headers().entrySet().stream()
                .collect(toMap(Entry::getKey, header -> List.of(header.getValue())));
        try {
            new Webhook(secret).verify(arrival.body(), headers);
            return true;
        } catch (WebhookVerificationException rejected) {
            return false;
        }
    }
}
