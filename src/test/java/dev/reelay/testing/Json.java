package dev.reelay.testing;

import java.util.List;
import java.util.Map;

import org.hamcrest.FeatureMatcher;
import org.hamcrest.Matcher;
import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import io.restassured.response.ResponseBodyData;

/**
 * JSON whose values are found by paths: {@code error.code}, {@code data[0].id}, {@code data[name=small].id} for the first
 * element of that name, {@code data.id} for the ids of all elements, {@code $} for the whole. REST Assured understands more,
 * but compiles a Groovy class for each path that it evaluates, which takes several times as long as the request.
 */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final @Nullable Object root;

    private Json(String text) {
        try {
            this.root = MAPPER.readValue(text, Object.class);
        } catch (JsonProcessingException e) {
            throw new AssertionError("No JSON: " + text, e);
        }
    }

    public static Json of(ResponseBodyData response) {
        return new Json(response.asString());
    }

    /** Matches JSON with such a value at the path; a missing value is null. */
    public static <T> Matcher<String> at(String path, Matcher<? super T> expected) {
        return new FeatureMatcher<String, T>(expected, "JSON with " + path, path) {
            @Override
            protected T featureValueOf(String text) {
                return new Json(text).get(path);
            }
        };
    }

    /** Returns the value at the path: a map, a list, a string, a number, a boolean or null. */
    @SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
    public <T> T get(String path) {
        Object value = root;
        for (String name : path.split("[.\\[\\]$]+")) {
            value = name.isEmpty() ? value : step(value, name);
        }
        return (T) value;
    }

    public String getString(String path) {
        return get(path).toString();
    }

    public int getInt(String path) {
        return ((Number) get(path)).intValue();
    }

    public long getLong(String path) {
        return ((Number) get(path)).longValue();
    }

    public boolean getBoolean(String path) {
        return this.<Boolean> get(path);
    }

    public List<String> getList(String path) {
        return get(path);
    }

    public Map<String, Object> getMap(String path) {
        return get(path);
    }

    private static @Nullable Object step(@Nullable Object value, String name) {
        if (value instanceof Map<?, ?> map) {
            return map.get(name);
        }
        if (value instanceof List<?> list) {
            String[] condition = name.split("=", 2);
            return Character.isDigit(name.charAt(0)) ? list.get(Integer.parseInt(name))
                    : condition.length == 1 ? list.stream().map(element -> step(element, name)).toList()
                            : list.stream().filter(element -> condition[1].equals(step(element, condition[0]))).findFirst()
                                    .orElse(null);
        }
        return null;
    }
}
