package dev.reelay.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageTypeTest {
    @ParameterizedTest
    @CsvSource({ "89504e470d0a1a0a, PNG", "ffd8ffe000104a46, JPEG", "ffd8ffdb, JPEG",
            "52494646240000005745425056503820, WEBP" })
    void typeIsDetectedByMagicBytes(String start, ImageType type) {
        assertThat(ImageType.of(HexFormat.of().parseHex(start))).contains(type);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "89", "89504e47", "474946383961", "52494646", "524946462400000041564920", "ffd8" })
    void unknownMagicBytesHaveNoType(String start) {
        assertThat(ImageType.of(HexFormat.of().parseHex(start))).isEmpty();
    }
}
