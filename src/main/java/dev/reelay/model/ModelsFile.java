package dev.reelay.model;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

/** Parses a file of models. Each error names the file, the place in it, and what is expected there. */
final class ModelsFile {
    private static final int DEFAULT_PROMPT_LIMIT = 1000;
    private static final String NO_FIELD = "none";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{1,4}x[1-9][0-9]{1,4}");
    private static final Pattern SECONDS = Pattern.compile("[1-9][0-9]{0,3}");
    /** Keeps prices as they are written, such as 0.10. */
    private static final ObjectMapper YAML = new ObjectMapper(
            YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
            .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    private final String file;

    ModelsFile(String file) {
        this.file = file;
    }

    /**
     * Returns the models by name.
     *
     * @throws InvalidModelsException if the text is not a valid file of models
     */
    Map<String, VideoModel> parse(String text) {
        JsonNode root = tree(text);
        only(root, "the file", Set.of("models"));
        JsonNode models = object(root.path("models"), "models");
        Map<String, VideoModel> parsed = new TreeMap<>();
        models.fields().forEachRemaining(
                entry -> parsed.put(entry.getKey(), model(matching(entry.getKey(), NAME, "models", "a name of letters, digits"
                        + " and . _ -"), entry.getValue())));
        if (parsed.isEmpty()) {
            throw invalid("models", "at least one model");
        }
        return parsed;
    }

    private VideoModel model(String name, JsonNode node) {
        String place = "models." + name;
        only(object(node, place), place, Set.of("sizes", "seconds", "image", "prompt-limit", "price-per-second", "offers"));
        return new VideoModel(name, texts(node, place, "sizes", SIZE, "a list of sizes such as 1280x720"),
                texts(node, place, "seconds", SECONDS, "a list of whole numbers of seconds"),
                imageRule(node.get("image"), place + ".image"), promptLimit(node.get("prompt-limit"), place + ".prompt-limit"),
                price(node.get("price-per-second"), place + ".price-per-second"),
                offers(node.path("offers"), place + ".offers"));
    }

    private List<String> texts(JsonNode node, String parent, String key, Pattern form, String expected) {
        String place = parent + "." + key;
        JsonNode list = node.path(key);
        Set<String> values = new LinkedHashSet<>();
        if (list.isArray()) {
            list.forEach(value -> values.add(matching(value.asText(), form, place, expected)));
        }
        if (values.isEmpty()) {
            throw invalid(place, expected);
        }
        return List.copyOf(values);
    }

    private ImageRule imageRule(@Nullable JsonNode node, String place) {
        return node == null ? ImageRule.NONE
                : Arrays.stream(ImageRule.values()).filter(rule -> rule.wireName().equals(node.asText())).findFirst()
                        .orElseThrow(() -> invalid(place, "none, optional or required"));
    }

    private int promptLimit(@Nullable JsonNode node, String place) {
        if (node == null) {
            return DEFAULT_PROMPT_LIMIT;
        }
        if (!node.canConvertToInt() || node.asInt() < 2) {
            throw invalid(place, "a whole number of at least 2");
        }
        return node.asInt();
    }

    private Optional<BigDecimal> price(@Nullable JsonNode node, String place) {
        if (node == null) {
            return Optional.empty();
        }
        try {
            BigDecimal price = new BigDecimal(node.asText());
            if (price.signum() >= 0) {
                return Optional.of(price);
            }
        } catch (NumberFormatException notANumber) {
            // The exception below names the place.
        }
        throw invalid(place, "a price in USD such as 0.10");
    }

    private List<Offer> offers(JsonNode list, String parent) {
        List<Offer> offers = new ArrayList<>();
        for (JsonNode node : list) {
            String place = "%s[%d]".formatted(parent, offers.size());
            only(object(node, place), place, Set.of("dialect", "account", "model", "image-model", "fields"));
            Optional<String> dialect = text(node, "dialect", place);
            Optional<String> account = text(node, "account", place);
            if (dialect.isPresent() == account.isPresent()) {
                throw invalid(place, "either a dialect or an account");
            }
            offers.add(new Offer(dialect, account,
                    text(node, "model", place).orElseThrow(() -> invalid(place + ".model", "the upstream's name")),
                    text(node, "image-model", place), fields(node.get("fields"), place + ".fields")));
        }
        if (offers.isEmpty()) {
            throw invalid(parent, "a list with at least one offer");
        }
        return List.copyOf(offers);
    }

    private Map<OfferParam, Optional<OfferField>> fields(@Nullable JsonNode node, String place) {
        Map<OfferParam, Optional<OfferField>> fields = new EnumMap<>(OfferParam.class);
        if (node != null) {
            only(object(node, place), place,
                    Arrays.stream(OfferParam.values()).map(OfferParam::wireName).collect(Collectors.toSet()));
            for (OfferParam param : OfferParam.values()) {
                Optional.ofNullable(node.get(param.wireName()))
                        .ifPresent(field -> fields.put(param, field(field, place + "." + param.wireName())));
            }
        }
        return Collections.unmodifiableMap(fields);
    }

    /** Returns the field of a name, or of a name with a format; empty for the word {@code none}. */
    private Optional<OfferField> field(JsonNode node, String place) {
        if (node.isTextual() && !node.textValue().isBlank()) {
            return node.textValue().equals(NO_FIELD) ? Optional.empty()
                    : Optional.of(new OfferField(node.textValue(), Optional.empty()));
        }
        if (!node.isObject()) {
            throw invalid(place, "the name of a field, none, or a name and a format");
        }
        only(node, place, Set.of("name", "format"));
        Optional<String> format = text(node, "format", place);
        if (format.filter(text -> text.contains(OfferField.VALUE)).isEmpty()) {
            throw invalid(place + ".format", "a text that contains " + OfferField.VALUE);
        }
        return Optional.of(new OfferField(
                text(node, "name", place).orElseThrow(() -> invalid(place + ".name", "the name of a field")), format));
    }

    private Optional<String> text(JsonNode node, String key, String place) {
        JsonNode value = node.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual() || value.textValue().isBlank()) {
            throw invalid(place + "." + key, "a text");
        }
        return Optional.of(value.textValue());
    }

    private JsonNode object(JsonNode node, String place) {
        if (!node.isObject()) {
            throw invalid(place, "keys with values");
        }
        return node;
    }

    private void only(JsonNode node, String place, Set<String> keys) {
        for (Iterator<String> names = node.fieldNames(); names.hasNext();) {
            String name = names.next();
            if (!keys.contains(name)) {
                throw new InvalidModelsException("%s: %s has the unknown key %s; known keys: %s".formatted(file, place, name,
                        String.join(", ", keys.stream().sorted().toList())));
            }
        }
    }

    private String matching(String value, Pattern form, String place, String expected) {
        if (!form.matcher(value).matches()) {
            throw new InvalidModelsException(
                    "%s: invalid value \"%s\" at %s: expected %s".formatted(file, value, place, expected));
        }
        return value;
    }

    private JsonNode tree(String text) {
        try {
            return object(YAML.readTree(text), "the file");
        } catch (JsonProcessingException e) {
            throw new InvalidModelsException("%s: line %d, column %d: %s".formatted(file, e.getLocation().getLineNr(),
                    e.getLocation().getColumnNr(), e.getOriginalMessage().lines().findFirst().orElse("invalid YAML")
                            .toLowerCase(Locale.ROOT)));
        }
    }

    private InvalidModelsException invalid(String place, String expected) {
        return new InvalidModelsException("%s: invalid value at %s: expected %s".formatted(file, place, expected));
    }
}
