package dev.reelay.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VideoPathTest {
    @ParameterizedTest
    @ValueSource(strings = { "/v1/videos/video_1/events", "/v1/videos/video_1/events/" })
    void matchingPathReturnsId(String path) {
        assertThat(VideoPath.EVENTS.idIn(path)).hasValue("video_1");
    }

    @ParameterizedTest
    @ValueSource(strings = { "/", "/v1/videos", "/v2/videos/video_1/events", "/v1/videos/", "/v1/videos/video_1",
            "/v1/videos/video_1/", "/v1/videos/events",
            "/v1/videos/events/",
            "/v1/videos//events", "/v1/videos/video_1/content", "/v1/videos/video_1/events2", "/v1/videos/video_1/events//",
            "/v1/videos/video_1/events/x", "/v1/videos/a/b/events", "/v1/videos/video_1/eventsx" })
    void otherPathReturnsNoId(String path) {
        assertThat(VideoPath.EVENTS.idIn(path)).isEmpty();
    }

    @Test
    void pathHasTheId() {
        assertThat(VideoPath.CONTENT.of("video_1")).isEqualTo("/v1/videos/video_1/content");
    }

    @Test
    void templateHasPlaceholderForId() {
        assertThat(VideoPath.EVENTS.template()).isEqualTo("/v1/videos/{id}/events");
    }
}
