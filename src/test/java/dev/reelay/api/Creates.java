package dev.reelay.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;

import dev.reelay.testing.Api;

/** Builds valid creates, as a form and as JSON, in which tests change one field. */
final class Creates {
    static final String PROMPT = "[stall] a dog";

    private Creates() {
    }

    static Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("prompt", PROMPT);
        fields.put("model", "sora-2");
        fields.put("size", "1280x720");
        fields.put("seconds", "10");
        return fields;
    }

    /** The form with one field less. */
    static RequestSpecification formWithout(String missing, RequestSpecification request) {
        Map<String, String> fields = fields();
        fields.remove(missing);
        fields.forEach((name, value) -> Api.text(request, name, value));
        return request;
    }

    /** The form with one field changed, or one more. */
    static RequestSpecification formWith(String name, String value, RequestSpecification request) {
        return Api.text(formWithout(name, request), name, value);
    }

    static RequestSpecification form(RequestSpecification request) {
        return formWithout("", request);
    }

    static JsonObject json() {
        JsonObject body = new JsonObject();
        fields().forEach(body::put);
        return body;
    }

    static RequestSpecification jsonWith(String name, Object value, RequestSpecification request) {
        return body(json().put(name, value).encode(), request);
    }

    static RequestSpecification body(String body, RequestSpecification request) {
        return request.contentType("application/json").body(body.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] png(int size) {
        byte[] bytes = new byte[size];
        System.arraycopy(new byte[] { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' }, 0, bytes, 0, 8);
        return bytes;
    }

    static String dataUrl(byte[] image) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(image);
    }
}
