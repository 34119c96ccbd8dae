package dev.reelay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.video.VideoSpec;

class ModelCheckTest {
    private final ModelCheck check = check(Map.of());

    @ParameterizedTest
    @CsvSource({ "1280x720,10", "1280x720,15", "720x1280,10", "720x1280,15" })
    void sizesAndLengthsOfContractAreAccepted(String size, String seconds) {
        assertThat(check.check("狗", "sora-2", size, seconds, false, Optional.empty()))
                .isEqualTo(new VideoSpec("狗", "sora-2", size, seconds));
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "-, sora-2, 1280x720, 10, prompt, Missing required parameter: prompt",
            "'  ', sora-2, 1280x720, 10, prompt, Missing required parameter: prompt",
            "dog, -, 1280x720, 10, model, Missing required parameter: model",
            "dog, sora-2, -, 10, size, Missing required parameter: size",
            "dog, sora-2, 1280x720, -, seconds, Missing required parameter: seconds",
            "dog, sora-2-pro, 1280x720, 10, model, Invalid value for parameter: model. Allowed: sora-2",
            "dog, sora-2, 1920x1080, 10, size, 'Invalid value for parameter: size. Allowed: 1280x720, 720x1280'",
            "dog, sora-2, 1280x720, 12, seconds, 'Invalid value for parameter: seconds. Allowed: 10, 15'",
            "dog, sora-2, 1280x720, 10.0, seconds, 'Invalid value for parameter: seconds. Allowed: 10, 15'" })
    void invalidParameterIsNamedWithAllowedValues(String prompt, String model, String size, String seconds, String param,
            String message) {
        assertThatExceptionOfType(ReelayException.class)
                .isThrownBy(() -> check.check(prompt, model, size, seconds, false, Optional.empty()))
                .withMessage(message)
                .matches(failure -> failure.code() == (message.contains("sora-2") ? ErrorCode.MODEL_NOT_FOUND
                        : ErrorCode.INVALID_REQUEST))
                .matches(failure -> failure.param().orElseThrow().equals(param));
    }

    @ParameterizedTest
    @ValueSource(strings = { "a", "猫", "🦊" })
    void promptIsCountedInCodePoints(String character) {
        assertThat(check.check(character.repeat(999), "sora-2", "1280x720", "10", false, Optional.empty()).prompt())
                .startsWith(character);
        assertThatExceptionOfType(ReelayException.class)
                .isThrownBy(() -> check.check(character.repeat(1000), "sora-2", "1280x720", "10", false, Optional.empty()))
                .withMessageContaining("1000 characters, and must have fewer than 1000");
    }

    @Test
    void promptWithNulCharacterIsRejected() {
        assertThatExceptionOfType(ReelayException.class)
                .isThrownBy(() -> check.check("a\0b", "sora-2", "1280x720", "10", false, Optional.empty()))
                .withMessageContaining("U+0000");
    }

    @Test
    void eachModelHasItsOwnShapesLengthsAndPromptLimit() {
        ModelCheck models = check(new ModelsFile("own.yaml").parse("""
                models:
                  tall:
                    sizes: [1024x1792]
                    seconds: [4, 8]
                    prompt-limit: 5
                    offers: [{ dialect: sora, model: up }]"""));

        assertThat(models.check("four", "tall", "1024x1792", "8", false, Optional.empty()).model()).isEqualTo("tall");
        assertThatExceptionOfType(ReelayException.class)
                .isThrownBy(() -> models.check("fives", "tall", "1024x1792", "8", false, Optional.empty()))
                .withMessageContaining("fewer than 5");
        assertThatExceptionOfType(ReelayException.class)
                .isThrownBy(() -> models.check("four", "tall", "1280x720", "8", false, Optional.empty()))
                .withMessageEndingWith("1024x1792");
        assertThatExceptionOfType(ReelayException.class)
                .isThrownBy(() -> models.check("four", "tall", "1024x1792", "10", false, Optional.empty()))
                .withMessageEndingWith("4, 8");
        assertThatExceptionOfType(ReelayException.class)
                .isThrownBy(() -> models.check("four", "small", "1024x1792", "8", false, Optional.empty()))
                .withMessageEndingWith("Allowed: sora-2, tall");
    }

    @ParameterizedTest
    @CsvSource({ "none, true, takes no", "required, false, needs a" })
    void imageRuleOfTheModelIsKept(String rule, boolean hasImage, String message) {
        ModelCheck models = check(new ModelsFile("own.yaml").parse("""
                models:
                  m: { sizes: [64x64], seconds: [1], image: %s, offers: [{ dialect: sora, model: up }] }""".formatted(rule)));

        assertThat(models.check("a", "m", "64x64", "1", !hasImage, Optional.empty()).model()).isEqualTo("m");
        assertThatExceptionOfType(ReelayException.class)
                .isThrownBy(() -> models.check("a", "m", "64x64", "1", hasImage, Optional.empty()))
                .withMessageContaining(message).matches(failure -> failure.param().orElseThrow().equals("input_reference"));
    }

    /** Returns a check with the model of the contract and these ones. */
    @Test
    void optionsOfAnOfferedDialectAreKept() {
        assertThat(check.check("a", "sora-2", "1280x720", "10", false,
                Optional.of(" {\"fal\": {\"seed\": 7, \"a\": [1, null]}} ")).options())
                .contains("{\"fal\":{\"seed\":7,\"a\":[1,null]}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "[] | must be an object",
            "{ | is not valid JSON",
            "{} {} | is not valid JSON",
            "{\"runway\":{}} | No offer of the model is of the dialect runway, but of fal, gemini",
            "{\"fal\":true} | provider_options.fal must be an object",
            "{\"fal\":{\"duration\":15}} | provider_options.fal must not set duration",
            "{\"gemini\":{\"parameters\":{\"durationSeconds\":4}}} | provider_options.gemini must not set durationSeconds" })
    void optionsThatNoProviderWouldGetAreInvalid(String options, String reason) {
        assertThatExceptionOfType(ReelayException.class)
                .isThrownBy(() -> check.check("a", "sora-2", "1280x720", "10", false, Optional.of(options)))
                .withMessageContaining(reason).satisfies(e -> assertThat(e.param()).contains("provider_options"));
    }

    @Test
    void optionsAreMergedAndNeverReplaceWhatIsThere() throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode body = (ObjectNode) json.readTree("{\"prompt\":\"a\",\"parameters\":{\"ratio\":\"16:9\"}}");

        ProviderOptions.addTo(body, Optional.of("""
                {"gemini":{"prompt":"b","seed":1,"parameters":{"ratio":"1:1","audio":false}},"fal":{"x":1}}"""), "gemini");

        assertThat(body).isEqualTo(json.readTree(
                "{\"prompt\":\"a\",\"parameters\":{\"ratio\":\"16:9\",\"audio\":false},\"seed\":1}"));
        assertThat(ProviderOptions.of(Optional.empty(), "fal")).isEmpty();
    }

    private static ModelCheck check(Map<String, VideoModel> others) {
        Map<String, VideoModel> models = new TreeMap<>(others);
        new ModelCatalog(Optional.empty()).all().stream().filter(model -> model.name().equals("sora-2"))
                .forEach(model -> models.put(model.name(), model));
        return new ModelCheck(new TestModels(models));
    }
}
