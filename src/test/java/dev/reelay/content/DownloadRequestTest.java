package dev.reelay.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.vertx.core.MultiMap;

import dev.reelay.error.ReelayException;
import dev.reelay.video.VideoId;

class DownloadRequestTest {
    private static final VideoId ID = new VideoId("video_1");

    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();

    @Test
    void tagDependsOnVideoAndVariant() {
        assertThat(request(Variant.VIDEO).tag()).isEqualTo("\"video_1\"");
        assertThat(request(Variant.THUMBNAIL).tag()).isEqualTo("\"video_1-thumbnail\"");
    }

    @ParameterizedTest
    @ValueSource(strings = { "\"video_1\"", "W/\"video_1\"", "*", "\"other\", \"video_1\"", "\"other\" ,W/\"video_1\"" })
    void matchingIfNoneMatchIsUnchanged(String known) {
        assertThat(request(Variant.VIDEO, "If-None-Match", known).unchanged()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "\"other\"", "video_1", "\"video_1-thumbnail\"", "w/\"video_1\"" })
    void differentIfNoneMatchIsChanged(String known) {
        assertThat(request(Variant.VIDEO, "If-None-Match", known).unchanged()).isFalse();
    }

    @Test
    void rangeWithDifferentIfRangeIsIgnored() {
        headers.set("Range", "bytes=1-2");

        assertThat(request(Variant.VIDEO).range()).isPresent();
        assertThat(request(Variant.VIDEO, "If-Range", "\"video_1\"").range()).isPresent();
        for (String other : new String[] { "\"other\"", "W/\"video_1\"", "Wed, 21 Oct 2015 07:28:00 GMT", "" }) {
            assertThat(request(Variant.VIDEO, "If-Range", other).range()).as(other).isEmpty();
        }
    }

    @Test
    void rangeOfHeadIsIgnored() {
        headers.set("Range", "bytes=1-2");

        assertThat(DownloadRequest.of(ID, Variant.VIDEO, true, headers).range()).isEmpty();
    }

    @Test
    void unknownVariantIsRejected() {
        assertThat(Variant.of(Optional.empty())).isEqualTo(Variant.VIDEO);
        assertThat(Variant.of(Optional.of("video"))).isEqualTo(Variant.VIDEO);
        assertThat(Variant.of(Optional.of("spritesheet"))).isEqualTo(Variant.SPRITESHEET);
        for (String other : new String[] { "", "VIDEO", "audio" }) {
            assertThatExceptionOfType(ReelayException.class).isThrownBy(() -> Variant.of(Optional.of(other)))
                    .satisfies(refused -> assertThat(refused.param()).contains("variant"));
        }
    }

    private DownloadRequest request(Variant variant, String header, String value) {
        headers.set(header, value);
        return request(variant);
    }

    private DownloadRequest request(Variant variant) {
        return DownloadRequest.of(ID, variant, false, headers);
    }
}
