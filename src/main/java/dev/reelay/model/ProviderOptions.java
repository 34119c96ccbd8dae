package dev.reelay.model;

import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.reelay.error.ReelayException;

/** Further fields for the create at a provider, as an object by dialect: {@code {"fal": {"generate_audio": false}}}. */
public final class ProviderOptions {
    private static final String PARAM = "provider_options";
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private ProviderOptions() {
    }

    /**
     * Returns valid options without white space.
     *
     * @param ownFields the dialects of the offers of the model, each with the fields that only the gateway sets
     * @throws ReelayException with {@code invalid_request} for options of another form, or that a provider would not get
     */
    static String check(String options, Map<String, Set<String>> ownFields) {
        JsonNode root = parse(options);
        if (!root.isObject()) {
            throw invalid("Parameter provider_options must be an object");
        }
        for (Entry<String, JsonNode> dialect : root.properties()) {
            if (!ownFields.containsKey(dialect.getKey())) {
                throw invalid(
                        "Invalid value for parameter: provider_options. No offer of the model is of the dialect %s, but of %s"
                                .formatted(dialect.getKey(), String.join(", ", ownFields.keySet().stream().sorted().toList())));
            }
            if (!dialect.getValue().isObject()) {
                throw invalid("Parameter provider_options.%s must be an object".formatted(dialect.getKey()));
            }
            requireNone(dialect.getValue(), ownFields.get(dialect.getKey()), dialect.getKey());
        }
        return root.toString();
    }

    /**
     * Adds the options for a dialect to the body of a create. Fields that the body has stay as they are.
     *
     * @param options valid options as JSON; empty for none
     */
    public static void addTo(ObjectNode body, Optional<String> options, String dialect) {
        options.map(ProviderOptions::parse).ifPresent(root -> add(body, root.path(dialect)));
    }

    /** Returns the options for a dialect; an empty object without some. */
    public static ObjectNode of(Optional<String> options, String dialect) {
        ObjectNode own = JsonNodeFactory.instance.objectNode();
        addTo(own, options, dialect);
        return own;
    }

    private static void add(ObjectNode body, JsonNode options) {
        for (Entry<String, JsonNode> option : options.properties()) {
            JsonNode there = body.get(option.getKey());
            if (there == null) {
                body.set(option.getKey(), option.getValue());
            } else if (there instanceof ObjectNode object) {
                add(object, option.getValue());
            }
        }
    }

    private static void requireNone(JsonNode node, Set<String> ownFields, String dialect) {
        for (Entry<String, JsonNode> field : node.properties()) {
            if (ownFields.contains(field.getKey())) {
                throw invalid("Parameter provider_options.%s must not set %s, which follows from the other parameters"
                        .formatted(dialect, field.getKey()));
            }
            requireNone(field.getValue(), ownFields, dialect);
        }
    }

    private static JsonNode parse(String options) {
        try {
            return JSON.readTree(options);
        } catch (JsonProcessingException e) {
            throw invalid("Parameter provider_options is not valid JSON");
        }
    }

    private static ReelayException invalid(String message) {
        return ReelayException.invalid(PARAM, message);
    }
}
