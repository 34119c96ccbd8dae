package dev.reelay.api.wire;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** A page of a list, in OpenAI's format. */
@RegisterForReflection
public record PageBody(
        @JsonProperty("object") String object,
        @JsonProperty("data") List<Object> data,
        @JsonProperty("first_id") @Nullable String firstId,
        @JsonProperty("last_id") @Nullable String lastId,
        @JsonProperty("has_more") boolean hasMore) {

    /**
     * Returns the page with the first {@code size} of the elements.
     *
     * @param found one more than the page, if there is a next one
     */
    public static <T> PageBody first(int size, List<T> found, Function<T, String> id) {
        List<T> page = found.stream().limit(size).toList();
        return of(List.copyOf(page), page.stream().map(id).toList(), found.size() > size);
    }

    /** @param ids those of the elements */
    public static PageBody of(List<Object> elements, List<String> ids, boolean hasMore) {
        return new PageBody("list", elements, ids.isEmpty() ? null : ids.get(0),
                ids.isEmpty() ? null : ids.get(ids.size() - 1), hasMore);
    }
}
