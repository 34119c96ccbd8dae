package dev.reelay.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.reelay.error.ReelayException;

class VideoIdTest {
    @Test
    void randomIdIsParsedUnchanged() {
        VideoId id = VideoId.random();

        assertThat(VideoId.of(id.toString())).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "video_", "video_0123456789abcdef0123456789abcde", "video_0123456789abcdef0123456789abcdef0",
            "video_0123456789abcdef0123456789abcdeg", "video_0123456789ABCDEF0123456789ABCDEF",
            "VIDEO_0123456789abcdef0123456789abcdef",
            "video_0123456789abcdef0123456789abcd%0", "0123456789abcdef0123456789abcdefvideo_" })
    void malformedIdIsNotFound(String written) {
        assertThatThrownBy(() -> VideoId.of(written)).isInstanceOf(ReelayException.class).hasMessageContaining(written);
    }
}
