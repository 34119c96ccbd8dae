package dev.reelay.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import dev.reelay.video.VideoId;

class VideoChangeTest {
    @Test
    void ownerWithSpacesIsParsed() {
        assertThat(VideoChange.parse("video_1 7 the team of alice"))
                .isEqualTo(new VideoChange(new VideoId("video_1"), 7, "the team of alice"));
    }
}
