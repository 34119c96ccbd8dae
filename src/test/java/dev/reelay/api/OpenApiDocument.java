package dev.reelay.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.TreeMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

/** Parses the parts of an OpenAPI document that the tests need: operations and their responses. */
record OpenApiDocument(JsonNode root) {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete", "head", "options");

    /** @param path with its parameters in braces */
    record Operation(String id, String method, String path, JsonNode json) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /**
     * One documented answer.
     *
     * @param name of the example, or empty where there is none
     * @param example missing where there is none
     */
    record Answer(Operation operation, int status, String mediaType, String name, JsonNode example, JsonNode schema,
            Map<String, JsonNode> headers) {
        @Override
        public String toString() {
            return "%s: %d %s".formatted(operation, status, name.isEmpty() ? mediaType : name);
        }
    }

    static OpenApiDocument parse(String json) throws JsonProcessingException {
        return new OpenApiDocument(new ObjectMapper().readTree(json));
    }

    List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        root.path("paths").fields().forEachRemaining(path -> path.getValue().fields().forEachRemaining(method -> {
            if (METHODS.contains(method.getKey())) {
                operations.add(new Operation(method.getValue().path("operationId").asText(),
                        method.getKey().toUpperCase(), path.getKey(), method.getValue()));
            }
        }));
        return operations;
    }

    List<Answer> answers() {
        return operations().stream().flatMap(operation -> entries(operation.json().path("responses")).stream()
                .flatMap(response -> answers(operation, Integer.parseInt(response.getKey()), response.getValue()).stream()))
                .toList();
    }

    /** What a reference points to; itself where it is none. */
    JsonNode resolved(JsonNode node) {
        if (!node.has("$ref")) {
            return node;
        }
        JsonNode target = root.at(node.get("$ref").asText().substring(1));
        if (target.isMissingNode()) {
            throw new AssertionError("Nothing is at " + node);
        }
        return resolved(target);
    }

    /** What is wrong with a value according to a schema, or nothing: types, fields, and the dialect's alternatives. */
    List<String> violations(JsonNode value, JsonNode given) {
        JsonNode schema = resolved(given);
        if (schema.has("oneOf")) {
            List<List<String>> each = new ArrayList<>();
            schema.get("oneOf").forEach(option -> each.add(violations(value, option)));
            return each.stream().filter(List::isEmpty).count() == 1 ? List.of() : List.of("not one of: " + each);
        }
        List<String> wrong = new ArrayList<>();
        if (schema.has("type") && !types(schema.get("type")).contains(type(value))) {
            wrong.add("%s is no %s".formatted(value, schema.get("type")));
        }
        if (schema.has("const") && !schema.get("const").equals(value)
                || schema.has("enum") && !contains(schema.get("enum"), value)) {
            wrong.add(value + " is not allowed");
        }
        if (value.isObject()) {
            schema.path("required").forEach(name -> {
                if (!value.has(name.asText())) {
                    wrong.add(name + " is missing");
                }
            });
            entries(value).forEach(field -> wrong.addAll(violations(field, schema)));
        }
        value.elements().forEachRemaining(element -> {
            if (value.isArray()) {
                wrong.addAll(violations(element, schema.path("items")));
            }
        });
        return wrong;
    }

    /** What is wrong with a field; anything may be in an object whose schema names no field. */
    private List<String> violations(Entry<String, JsonNode> field, JsonNode schema) {
        if (schema.path("properties").has(field.getKey())) {
            return violations(field.getValue(), schema.get("properties").get(field.getKey()));
        }
        if (schema.path("additionalProperties").isObject()) {
            return violations(field.getValue(), schema.get("additionalProperties"));
        }
        return schema.has("properties") ? List.of(field.getKey() + " is not in the schema") : List.of();
    }

    /** In JSON Schema's words. */
    static String type(JsonNode value) {
        return value.isIntegralNumber() ? "integer" : value.getNodeType().name().toLowerCase();
    }

    static List<Entry<String, JsonNode>> entries(JsonNode object) {
        List<Entry<String, JsonNode>> entries = new ArrayList<>();
        object.fields().forEachRemaining(entries::add);
        return entries;
    }

    private List<Answer> answers(Operation operation, int status, JsonNode given) {
        JsonNode response = resolved(given);
        Map<String, JsonNode> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        entries(response.path("headers")).forEach(header -> headers.put(header.getKey(), resolved(header.getValue())));
        List<Answer> answers = new ArrayList<>();
        entries(response.path("content")).forEach(content -> {
            List<Entry<String, JsonNode>> examples = entries(content.getValue().path("examples"));
            examples.forEach(example -> answers.add(new Answer(operation, status, content.getKey(), example.getKey(),
                    resolved(example.getValue()).path("value"), content.getValue().path("schema"), headers)));
            if (examples.isEmpty()) {
                answers.add(new Answer(operation, status, content.getKey(), "", MissingNode.getInstance(),
                        content.getValue().path("schema"), headers));
            }
        });
        return answers;
    }

    private static List<String> types(JsonNode type) {
        List<String> types = new ArrayList<>();
        if (type.isTextual()) {
            types.add(type.asText());
        }
        type.forEach(each -> types.add(each.asText()));
        return types;
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (JsonNode each : values) {
            if (each.equals(value)) {
                return true;
            }
        }
        return false;
    }
}
