package dev.reelay.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import dev.reelay.video.VideoId;

class ChangeTest {
    @Test
    void theOwnersNameMayHaveSpaces() {
        assertThat(Change.parse("video_1 7 the team of alice"))
                .isEqualTo(new Change(new VideoId("video_1"), 7, "the team of alice"));
    }
}
