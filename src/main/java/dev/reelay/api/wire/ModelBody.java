package dev.reelay.api.wire;

import java.util.List;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;

import dev.reelay.model.VideoModel;

/**
 * The JSON body of a model, in OpenAI's format, with what the model can do.
 *
 * @param promptLimit a prompt must have fewer characters
 * @param pricePerSecond price in USD as a decimal text, or null if the operator set none
 */
@RegisterForReflection
public record ModelBody(@JsonProperty("id") String id, @JsonProperty("object") String object,
        @JsonProperty("created") long created, @JsonProperty("owned_by") String ownedBy,
        @JsonProperty("sizes") List<String> sizes, @JsonProperty("seconds") List<String> seconds,
        @JsonProperty("image") String image, @JsonProperty("prompt_limit") int promptLimit,
        @JsonProperty("price_per_second") @Nullable String pricePerSecond) {
    /** OpenAI's format requires a creation time, and the catalogue has none. */
    private static final long UNKNOWN_TIME = 0;

    /** The JSON body of a list of models. */
    @RegisterForReflection
    public record ListBody(@JsonProperty("object") String object, @JsonProperty("data") List<ModelBody> data) {
    }

    public static ListBody list(List<VideoModel> models) {
        return new ListBody("list", models.stream().map(ModelBody::of).toList());
    }

    public static ModelBody of(VideoModel model) {
        return new ModelBody(model.name(), "model", UNKNOWN_TIME, "reelay", model.sizes(), model.seconds(),
                model.image().wireName(), model.promptLimit(),
                model.pricePerSecond().map(price -> price.toPlainString()).orElse(null));
    }
}
