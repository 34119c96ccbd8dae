package dev.reelay.api.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.vertx.core.http.impl.HttpUtils;

import dev.reelay.testing.Fuzz;

class UnambiguousPathTest {
    @ParameterizedTest
    @ValueSource(strings = { "/", "/v1", "/v1/videos", "/v1/videos/", "/a.b/..c/.d/e..", "/page/texts.zh.js", "/%761/videos",
            "/%E7%8C%AB", "/%00", "*", "v1/videos", "/...", "/a=b,c" })
    void pathWithOneMeaningIsAccepted(String path) {
        assertThat(UnambiguousPath.isOne(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = { "//", "/a//b", "/.", "/..", "/a/./b", "/a/../b", "/a/..", "/a/.", "/%2e", "/a/%2E%2e/b", "/.%2e/b",
            "/a;b", ";", "/a%3Bb", "/a%2Fb", "/a%2fb", "/a\\b", "/a%5Cb", "/a%252fb" })
    void pathWithSeveralMeaningsIsRefused(String path) {
        assertThat(UnambiguousPath.isOne(path)).isFalse();
    }

    /** Compares with the router of Vert.x, which normalizes the path, and with Quarkus REST, which decodes its segments. */
    @Test
    void acceptedPathHasTheSameSegmentsForEachRouter() {
        Fuzz.check("path", UnambiguousPathTest::path, path -> {
            if (path.startsWith("/") && !path.replaceAll("%[0-9a-fA-F]{2}", "").contains("%")
                    && UnambiguousPath.isOne(path)) {
                assertThat(segments(decoded(HttpUtils.normalizePath(path)))).isEqualTo(segments(decoded(path)));
            }
        });
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }

    private static String decoded(String path) {
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.ISO_8859_1);
    }

    private static String path(Fuzz fuzz) {
        return fuzz.some(1, 6, "",
                each -> "/" + each.one("v1", "videos", "video_" + each.hex(32), "content", "events", "..", ".",
                        "%2e%2e", "%2F", ";x", "%3b", "%41", "%7e", "a", "", "..a"));
    }
}
