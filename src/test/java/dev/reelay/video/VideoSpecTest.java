package dev.reelay.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

class VideoSpecTest {
    @ParameterizedTest
    @CsvSource({ "1280x720,10", "1280x720,15", "720x1280,10", "720x1280,15" })
    void sizesAndLengthsOfContractAreAccepted(String size, String seconds) {
        assertThat(VideoSpec.of("狗", "sora-2", size, seconds)).isEqualTo(new VideoSpec("狗", "sora-2", size, seconds));
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
        assertThatExceptionOfType(ReelayException.class).isThrownBy(() -> VideoSpec.of(prompt, model, size, seconds))
                .withMessage(message)
                .matches(failure -> failure.code() == ErrorCode.INVALID_REQUEST)
                .matches(failure -> failure.param().orElseThrow().equals(param));
    }

    @ParameterizedTest
    @ValueSource(strings = { "a", "猫", "🦊" })
    void promptIsCountedInCodePoints(String character) {
        assertThat(VideoSpec.of(character.repeat(999), "sora-2", "1280x720", "10").prompt()).startsWith(character);
        assertThatExceptionOfType(ReelayException.class)
                .isThrownBy(() -> VideoSpec.of(character.repeat(1000), "sora-2", "1280x720", "10"))
                .withMessageContaining("1000 characters, and must have fewer than 1000");
    }

    @Test
    void promptWithNulCharacterIsRejected() {
        assertThatExceptionOfType(ReelayException.class)
                .isThrownBy(() -> VideoSpec.of("a\0b", "sora-2", "1280x720", "10")).withMessageContaining("U+0000");
    }
}
