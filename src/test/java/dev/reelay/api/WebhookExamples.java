package dev.reelay.api;

import static dev.reelay.testing.Waits.await;

import java.net.http.HttpResponse;
import java.time.Duration;

import io.vertx.core.json.JsonObject;

import dev.reelay.api.OpenApiDocument.Answer;
import dev.reelay.api.OpenApiDocument.Operation;

/** Sends the requests that produce the example responses about webhooks. */
final class WebhookExamples {
    static final String PATHS = "/v1/webhook";

    private static final String ENDPOINTS = "/v1/webhook_endpoints";
    private static final String DELIVERIES = "/v1/webhook_deliveries";
    private static final String OF_VIDEO = "listVideoWebhookDeliveries";
    private static final String ZEROS = "0".repeat(32);
    private static final int LIMIT = 16;
    /** A host that does not exist. */
    private static final JsonObject ENDPOINT = JsonObject.of("url", "https://hooks.example/videos");

    private final ExampleRequests requests;

    WebhookExamples(ExampleRequests requests) {
        this.requests = requests;
    }

    static boolean has(Operation operation) {
        return operation.path().startsWith(PATHS);
    }

    HttpResponse<String> answer(Answer documented) {
        Operation operation = documented.operation();
        return switch (documented.status()) {
            case 200 -> documented.name().equals("one_delivery") ? deliveriesAfterATry(create()) : succeed(operation);
            case 400 -> refused(operation, documented.name());
            case 404 -> operation.id().equals(OF_VIDEO)
                    ? requests.call("GET", videoDeliveries(operation.path()) + "&after=wd_" + ZEROS)
                    : call(operation, operation.path().replace("{id}",
                            (operation.path().startsWith(DELIVERIES) ? "wd_" : "we_") + ZEROS));
            case 406 -> {
                String path = path(operation.path());
                requests.with("Accept", "text/plain");
                yield call(operation, path);
            }
            case 409 -> conflict(operation);
            default -> throw new AssertionError("Nobody knows how to bring about " + documented);
        };
    }

    /** Returns the path with the id of a new endpoint or delivery. */
    String path(String template) {
        if (!template.contains("{id}")) {
            return template;
        }
        String endpoint = create();
        return template.replace("{id}", template.startsWith(DELIVERIES) ? triedDelivery(endpoint) : endpoint);
    }

    private String triedDelivery(String endpoint) {
        return new JsonObject(deliveriesAfterATry(endpoint).body()).getString("first_id");
    }

    /** Sends an event, and lists its delivery once it has failed and waits for the next try. */
    private HttpResponse<String> deliveriesAfterATry(String endpoint) {
        requests.call("POST", ENDPOINTS + "/" + endpoint + "/test");
        return await().pollInterval(Duration.ofMillis(250)).until( // a key has few reads
                () -> requests.call("GET", ENDPOINTS + "/" + endpoint + "/deliveries"), WebhookExamples::showsAFailure);
    }

    private static boolean showsAFailure(HttpResponse<String> list) {
        JsonObject delivery = new JsonObject(list.body()).getJsonArray("data").getJsonObject(0);
        return delivery.getValue("last_error") != null && delivery.getValue("next_try_at") != null;
    }

    private HttpResponse<String> succeed(Operation operation) {
        if (operation.id().equals("listWebhookEndpoints")) {
            create();
        }
        return call(operation, path(operation.path()));
    }

    /** With all that is needed to succeed. */
    private HttpResponse<String> call(Operation operation, String path) {
        return switch (operation.id()) {
            case "createWebhookEndpoint" -> requests.call("POST", path, ENDPOINT);
            case "updateWebhookEndpoint" -> requests.call("PATCH", path, JsonObject.of("status", "enabled"));
            case OF_VIDEO -> requests.call("GET", videoDeliveries(path));
            case "replayWebhookDeliveries" -> requests.call("POST", path + "?since=0");
            default -> requests.call(operation.method(), path);
        };
    }

    private static String videoDeliveries(String path) {
        return path + "?video_id=video_" + ZEROS;
    }

    private HttpResponse<String> refused(Operation operation, String name) {
        String path = path(operation.path());
        return switch (name) {
            case "missing_url" -> requests.call("POST", path, new JsonObject());
            case "refused_url" -> requests.call("POST", path, JsonObject.of("url", "https://127.0.0.1/videos"));
            case "bad_events" -> requests.call("POST", path, ENDPOINT.copy().put("events", "all"));
            case "bad_status" -> requests.call("PATCH", path, JsonObject.of("status", "paused"));
            case "missing_video_id" -> requests.call("GET", path);
            case "bad_limit" -> requests.call("GET",
                    operation.id().equals(OF_VIDEO) ? videoDeliveries(path) + "&limit=0" : path + "?limit=0");
            case "missing_since" -> requests.call("POST", path);
            case "bad_since" -> requests.call("POST", path + "?since=yesterday");
            default -> throw new AssertionError("Nobody knows how to bring about " + name);
        };
    }

    private HttpResponse<String> conflict(Operation operation) {
        if (operation.id().equals("createWebhookEndpoint")) {
            for (int number = 0; number < LIMIT; number++) {
                create();
            }
            return call(operation, operation.path());
        }
        String path = path(operation.path());
        requests.call("PATCH", path.substring(0, path.lastIndexOf('/')), JsonObject.of("status", "disabled"));
        return call(operation, path);
    }

    private String create() {
        return id(requests.call("POST", ENDPOINTS, ENDPOINT));
    }

    private static String id(HttpResponse<String> response) {
        return new JsonObject(response.body()).getString("id");
    }
}
