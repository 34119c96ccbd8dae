package dev.reelay.content;

import static dev.reelay.upstream.FaultUpstream.answer;
import static dev.reelay.upstream.FaultUpstream.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.json.JsonObject;

import dev.reelay.upstream.FaultyUpstreamProfile;

/** Ranges, HEAD requests and variants of a content from upstreams with and without support for ranges. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class ContentRangesTest extends CompletedVideo {
    private final UpstreamFile file = new UpstreamFile(200_000, 7);

    @Test
    void rangeIsForwardedToUpstreamWithRanges() throws Exception {
        upstream.content(file.withRanges());

        new RangeMatrix(file.bytes, id).check(headers -> downloads.get(id, headers));

        assertThat(file.requests).extracting(request -> request.get("Range")).contains("bytes=70000-140000", "bytes=-100");
    }

    @Test
    void rangeIsCutFromUpstreamWithoutRanges() throws Exception {
        upstream.content(file.withoutRanges());

        new RangeMatrix(file.bytes, id).check(headers -> downloads.get(id, headers));
    }

    @Test
    void rangeOfUnknownLengthReturnsWholeContent() throws Exception {
        upstream.content(file.withoutLength());

        for (String range : new String[] { "bytes=0-0", "bytes=-1", "bytes=500000-" }) {
            HttpResponse<byte[]> response = downloads.get(id, Map.of("Range", range));

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Length")).isEmpty();
            assertThat(response.headers().firstValue("Accept-Ranges")).contains("none");
            file.assertIsWhole(response.body());
        }
    }

    @Test
    void unrequestedPartFromUpstreamReturns502() throws Exception {
        upstream.content(file.part(50, file.bytes.length), file.part(50, file.bytes.length), file.part(0, file.bytes.length));

        assertThat(downloads.get(id, Map.of("Range", "bytes=0-99")).statusCode()).as("it begins too late").isEqualTo(502);
        assertThat(downloads.get(id).statusCode()).as("no part was asked for").isEqualTo(502);
        HttpResponse<byte[]> more = downloads.get(id, Map.of("Range", "bytes=10-99"));
        assertThat(more.statusCode()).as("more than was asked for").isEqualTo(206);
        assertThat(more.body()).isEqualTo(Arrays.copyOfRange(file.bytes, 10, 100));
    }

    @Test
    void headReturnsHeadersOfGet() throws Exception {
        upstream.content(file.withRanges(), file.withoutLength());

        HttpResponse<byte[]> head = downloads.head(id, Map.of("Range", "bytes=0-9"));
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(file.bytes.length);
        assertThat(head.headers().firstValue("Accept-Ranges")).contains("bytes");
        assertThat(head.headers().firstValue("Content-Type")).contains("video/mp4");
        assertThat(head.headers().firstValue("Content-Disposition")).contains("inline; filename=\"" + id + ".mp4\"");
        HttpResponse<byte[]> withoutLength = downloads.head(id, Map.of());
        assertThat(withoutLength.statusCode()).isEqualTo(200);
        assertThat(withoutLength.headers().firstValue("Content-Length")).isEmpty();
        assertThat(downloads.head("video_00000000000000000000000000000000", Map.of()).statusCode()).isEqualTo(404);
    }

    @Test
    void matchingIfNoneMatchReturns304() throws Exception {
        upstream.content(file.withRanges());
        String tag = downloads.get(id).headers().firstValue("ETag").orElseThrow();
        file.requests.clear();

        for (String method : new String[] { "GET", "HEAD" }) {
            HttpResponse<byte[]> response = downloads.call(method, id + "/content",
                    Map.of("If-None-Match", tag, "Range", "bytes=0-9"));
            assertThat(response.statusCode()).isEqualTo(304);
            assertThat(response.body()).isEmpty();
            assertThat(response.headers().firstValue("ETag")).contains(tag);
        }
        assertThat(file.requests).as("the upstream need not be asked").isEmpty();
        assertThat(downloads.get(id, Map.of("If-None-Match", "\"other\"")).statusCode()).isEqualTo(200);
    }

    @Test
    void thumbnailOfUpstreamIsPassedThrough() throws Exception {
        upstream.content(answer(200, "image/webp", "picture"));

        HttpResponse<byte[]> response = downloads.call("GET", id + "/content?variant=thumbnail", Map.of());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).asString().isEqualTo("picture");
        assertThat(response.headers().firstValue("Content-Type")).contains("image/webp");
        assertThat(response.headers().firstValue("Content-Disposition"))
                .contains("inline; filename=\"" + id + "-thumbnail.webp\"");
        assertThat(response.headers().firstValue("ETag")).contains("\"" + id + "-thumbnail\"");
    }

    @Test
    void missingVariantReturns400WithItsName() throws Exception {
        upstream.content(file.withRanges(), json(400, "{}"), file.withRanges());

        assertRefused("thumbnail", "The upstream of this video does not offer the variant thumbnail");
        assertRefused("spritesheet", "The upstream of this video does not offer the variant spritesheet");
        assertRefused("audio", "Invalid value for parameter: variant. Allowed: video, thumbnail, spritesheet");
        assertThat(downloads.call("GET", id + "/content?variant=video", Map.of()).body()).isEqualTo(file.bytes);
    }

    @Test
    void upstreamErrorWithStatus200Returns502() throws Exception {
        upstream.content(json(200, "{\"error\":\"try later\"}"));

        assertThat(downloads.get(id).statusCode()).isEqualTo(502);
    }

    @Test
    void unsupportedMethodReturns405WithAllow() throws Exception {
        HttpResponse<byte[]> response = downloads.call("PUT", id + "/content", Map.of());

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    private void assertRefused(String variant, String message) throws Exception {
        HttpResponse<byte[]> response = downloads.call("GET", id + "/content?variant=" + variant, Map.of());
        JsonObject error = new JsonObject(new String(response.body(), StandardCharsets.UTF_8)).getJsonObject("error");
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error.getString("param")).isEqualTo("variant");
        assertThat(error.getString("message")).isEqualTo(message);
    }
}
