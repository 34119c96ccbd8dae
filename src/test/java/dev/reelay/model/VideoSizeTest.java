package dev.reelay.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoSizeTest {
    @ParameterizedTest
    @CsvSource({ "1280x720, 16:9, 720p", "720x1280, 9:16, 720p", "1920x1080, 16:9, 1080p", "1080x1920, 9:16, 1080p",
            "854x480, 427:240, 480p", "1024x1024, 1:1, 1024p", "3840x2160, 16:9, 4k", "2160x3840, 9:16, 4k",
            "1792x1024, 7:4, 1024p" })
    void resolutionIsThatOfTheShorterSide(String size, String ratio, String resolution) {
        assertThat(VideoSize.of(size).ratio()).isEqualTo(ratio);
        assertThat(VideoSize.of(size).resolution()).isEqualTo(resolution);
    }
}
