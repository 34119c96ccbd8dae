package dev.reelay.video;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.testing.Fuzz;

/** The ids of videos, which are also the cursors of lists. */
class VideoIdFuzzTest {
    @Test
    void idIsReadBackTheSameOrNotFound() {
        Fuzz.check("video-id", fuzz -> fuzz.one("video_", "video_", "Video_", "video-") + fuzz.hex(32), written -> {
            try {
                VideoId id = VideoId.of(written);
                assertThat(id.value()).isEqualTo(written).matches("video_[0-9a-f]{32}");
                assertThat(id.hex()).hasSize(32);
            } catch (ReelayException refused) {
                assertThat(refused.code()).isEqualTo(ErrorCode.NOT_FOUND);
                assertThat(written).doesNotMatch("video_[0-9a-f]{32}");
            }
        });
    }
}
