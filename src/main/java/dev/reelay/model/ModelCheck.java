package dev.reelay.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.video.VideoSpec;

/** Checks the parameters of a create against what its model can do (contract 2). It changes no value. */
@Singleton
public class ModelCheck {
    private static final int PROMPT_LIMIT_OF_UNKNOWN_MODELS = 1000;

    private final OfferedModels models;

    ModelCheck(OfferedModels models) {
        this.models = models;
    }

    /** Returns the check for a caller who may use only these models; empty for all. */
    public ModelCheck permitted(Optional<Set<String>> names) {
        return names.isEmpty() ? this : new ModelCheck(models.permitted(names));
    }

    /**
     * Returns the valid parameters of a create.
     *
     * @param hasImage whether the create has a reference image
     * @param options {@link ProviderOptions} as JSON; empty for none
     * @throws ReelayException with the first invalid parameter, in the order of the contract, and its allowed values
     */
    public VideoSpec check(@Nullable String prompt, @Nullable String model, @Nullable String size, @Nullable String seconds,
            boolean hasImage, Optional<String> options) {
        Optional<VideoModel> known = Optional.ofNullable(model).flatMap(models::find);
        String checkedPrompt = prompt(prompt, known.map(VideoModel::promptLimit).orElse(PROMPT_LIMIT_OF_UNKNOWN_MODELS));
        VideoModel checkedModel = known.orElseThrow(() -> noSuchModel(model));
        VideoSpec spec = new VideoSpec(checkedPrompt, checkedModel.name(), oneOf("size", size, checkedModel.sizes()),
                oneOf("seconds", seconds, checkedModel.seconds()),
                options.map(json -> ProviderOptions.check(json, models.dialects(checkedModel.name()))));
        if (hasImage && checkedModel.image() == ImageRule.NONE) {
            throw ReelayException.invalid("input_reference", "The model %s takes no reference image".formatted(spec.model()));
        }
        if (!hasImage && checkedModel.image() == ImageRule.REQUIRED) {
            throw ReelayException.invalid("input_reference", "The model %s needs a reference image".formatted(spec.model()));
        }
        return spec;
    }

    /** Returns the highest limit of a prompt: a prompt with as many Unicode code points is too long for each model. */
    public int highestPromptLimit() {
        return models.all().stream().mapToInt(VideoModel::promptLimit)
                .reduce(PROMPT_LIMIT_OF_UNKNOWN_MODELS, Math::max);
    }

    /**
     * Returns the model of that name.
     *
     * @throws ReelayException with {@link ErrorCode#MODEL_NOT_FOUND} and the names of the models that there are
     */
    public VideoModel find(String name) {
        return models.find(name).orElseThrow(() -> noSuchModel(name));
    }

    private ReelayException noSuchModel(@Nullable String name) {
        required("model", name);
        return ReelayException.of(ErrorCode.MODEL_NOT_FOUND, "model",
                "Invalid value for parameter: model. Allowed: "
                        + models.all().stream().map(VideoModel::name).collect(Collectors.joining(", ")));
    }

    private static String prompt(@Nullable String value, int limit) {
        String prompt = required("prompt", value);
        int length = prompt.codePointCount(0, prompt.length());
        if (length >= limit) {
            throw ReelayException.invalid("prompt",
                    "Parameter prompt is too long: it has %d characters, and must have fewer than %d".formatted(length, limit));
        }
        if (prompt.indexOf('\0') >= 0) {
            throw ReelayException.invalid("prompt", "Parameter prompt must not contain the character U+0000");
        }
        return prompt;
    }

    private static String oneOf(String param, @Nullable String value, List<String> allowed) {
        String given = required(param, value);
        if (!allowed.contains(given)) {
            throw ReelayException.invalid(param,
                    "Invalid value for parameter: %s. Allowed: %s".formatted(param, String.join(", ", allowed)));
        }
        return given;
    }

    private static String required(String param, @Nullable String value) {
        if (value == null || value.isBlank()) {
            throw ReelayException.invalid(param, "Missing required parameter: " + param);
        }
        return value;
    }
}
