package dev.reelay.api;

import java.net.http.HttpResponse;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

import dev.reelay.api.OpenApiDocument.Answer;
import dev.reelay.api.OpenApiDocument.Operation;
import dev.reelay.testing.TestDatabase;

/** Sends the requests that produce the example responses to administrators. */
final class AdminExamples {
    static final String PATHS = "/admin";

    private static final String KEYS = "/admin/keys";
    private static final String USAGE = "/admin/usage";
    private static final String ZEROS = "0".repeat(32);
    private static final JsonObject KEY = JsonObject.of("name", "alice", "creates_per_minute", 10, "models",
            JsonArray.of("sora-2"), "budget", "7.00", "metadata", JsonObject.of("team", "ads"));

    private final ExampleRequests requests;

    AdminExamples(ExampleRequests requests) {
        this.requests = requests.with("Authorization", TestDatabase.ADMIN);
    }

    static boolean has(Operation operation) {
        return operation.path().startsWith(PATHS);
    }

    HttpResponse<String> answer(Answer documented) {
        Operation operation = documented.operation();
        return switch (documented.status()) {
            case 200 -> documented.mediaType().equals("text/csv") ? usage("text/csv") : succeed(operation);
            case 400 -> refused(operation, documented.name());
            case 401 -> {
                requests.with("Authorization", documented.name().equals("missing_key") ? "" : "sk-admin-wrong");
                yield call(operation, operation.path().replace("{id}", "key_" + ZEROS));
            }
            case 404 -> operation.path().contains("{id}")
                    ? call(operation, operation.path().replace("{id}", "key_" + ZEROS))
                    : requests.call("GET", operation.path() + "?after="
                            + (operation.path().equals(KEYS) ? "key_" : "audit_") + ZEROS);
            case 406 -> {
                String path = path(operation.path());
                requests.with("Accept", "text/plain");
                yield call(operation, path);
            }
            case 409 -> conflict(operation, documented.name());
            default -> throw new AssertionError("Nobody knows how to bring about " + documented);
        };
    }

    /** Returns the path with the id of a new key. */
    String path(String template) {
        return template.contains("{id}") ? template.replace("{id}", create()) : template;
    }

    private HttpResponse<String> succeed(Operation operation) {
        return switch (operation.id()) {
            case "listKeys" -> {
                create();
                yield requests.call("GET", KEYS + "?limit=1");
            }
            case "listAudit" -> {
                create();
                yield requests.call("GET", operation.path() + "?limit=1&action=key.create");
            }
            case "getAllUsage" -> usage("application/json");
            default -> call(operation, path(operation.path()));
        };
    }

    /** Two videos that ended on upstream accounts, on pages of one sum. */
    private HttpResponse<String> usage(String type) {
        requests.with("Authorization", TestDatabase.freshKey()).completed();
        requests.with("Authorization", TestDatabase.freshKey()).completed();
        return requests.with("Authorization", TestDatabase.ADMIN).with("Accept", type)
                .call("GET", USAGE + "?group_by=key,owner,model,account,status&limit=1");
    }

    /** Creates a video with a key that has a budget of 2 USD. */
    static HttpResponse<String> createWithBudget(String name, ExampleRequests requests) {
        String secret = id(new AdminExamples(requests).requests.call("POST", KEYS, JsonObject.of("name", "alice", "budget",
                name.equals("with_a_budget") ? "7.00" : "2.00")), "secret");
        return requests.with("Authorization", secret).create(name.equals("no_price") ? "sora-2" : "sora-2-pro",
                name.equals("no_price") ? "10" : "8");
    }

    /** With all that is needed to succeed. */
    private HttpResponse<String> call(Operation operation, String path) {
        return switch (operation.id()) {
            case "createKey" -> requests.call("POST", path, KEY);
            case "updateKey" -> requests.call("PATCH", path, JsonObject.of("name", "alice"));
            default -> requests.call(operation.method(), path);
        };
    }

    private HttpResponse<String> refused(Operation operation, String name) {
        String path = path(operation.path());
        return switch (name) {
            case "missing_name" -> requests.call("POST", path, new JsonObject());
            case "unknown_field" -> requests.call("POST", path, KEY.copy().put("budgets", 7));
            case "bad_budget" -> requests.call("POST", path, KEY.copy().put("budget", "seven"));
            case "bad_limit" -> requests.call("GET", path + "?limit=0");
            case "bad_status" -> requests.call("GET", path + "?status=lost");
            case "bad_creates" -> requests.call("PATCH", path, JsonObject.of("creates_per_minute", 0));
            case "bad_grace" -> requests.call("POST", path, JsonObject.of("grace", -1));
            case "bad_group" -> requests.call("GET", path + "?group_by=prompt");
            case "bad_videos" -> requests.call("POST", path + "?videos=delete");
            case "bad_action" -> requests.call("GET", path + "?action=key.steal");
            default -> throw new AssertionError("Nobody knows how to bring about " + name);
        };
    }

    private HttpResponse<String> conflict(Operation operation, String name) {
        String id = name.equals("read_only") ? id(requests.call("GET", KEYS + "?source=configured&limit=1"), "first_id")
                : create();
        if (name.equals("revoked")) {
            requests.call("POST", KEYS + "/" + id + "/revoke");
        }
        return call(operation, operation.path().replace("{id}", id));
    }

    private String create() {
        return id(requests.call("POST", KEYS, KEY), "id");
    }

    private static String id(HttpResponse<String> response, String field) {
        return new JsonObject(response.body()).getString(field);
    }
}
