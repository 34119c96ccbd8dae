package dev.reelay.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The expected response to each kind of range request, for every source of a content. */
final class RangeMatrix {
    /**
     * @param first the position of the first byte of the body
     * @param end the position after its last byte; both are 0 for a 416
     */
    record Case(String range, int status, int first, int end) {
    }

    interface Caller {
        HttpResponse<byte[]> get(Map<String, String> headers) throws Exception;
    }

    private final byte[] file;
    private final String tag;

    RangeMatrix(byte[] file, String id) {
        this.file = file;
        this.tag = '"' + id + '"';
    }

    List<Case> cases() {
        int total = file.length;
        return List.of(
                new Case("bytes=0-0", 206, 0, 1),
                new Case("bytes=0-99", 206, 0, 100),
                new Case("bytes=70000-140000", 206, 70000, 140001),
                new Case("bytes=100-", 206, 100, total),
                new Case("bytes=" + (total - 1) + "-", 206, total - 1, total),
                new Case("bytes=-1", 206, total - 1, total),
                new Case("bytes=-100", 206, total - 100, total),
                new Case("bytes=-" + (total + 1), 206, 0, total),
                new Case("bytes=0-", 206, 0, total),
                new Case("bytes=100-" + (total + 100), 206, 100, total),
                new Case("bytes=" + total + "-", 416, 0, 0),
                new Case("bytes=-0", 416, 0, 0),
                new Case("bytes=0-1,5-6", 200, 0, total),
                new Case("bytes=6-5", 200, 0, total),
                new Case("lines=0-1", 200, 0, total));
    }

    void check(Caller caller) throws Exception {
        for (Case each : cases()) {
            check(each, caller.get(Map.of("Range", each.range())));
        }
        check(new Case("with its tag", 206, 5, 10), caller.get(Map.of("Range", "bytes=5-9", "If-Range", tag)));
        check(new Case("with another's tag", 200, 0, file.length),
                caller.get(Map.of("Range", "bytes=5-9", "If-Range", "\"other\"")));
    }

    void check(Case expected, HttpResponse<byte[]> response) {
        String name = expected.range();
        assertThat(response.statusCode()).as(name).isEqualTo(expected.status());
        assertThat(response.headers().firstValue("ETag")).as(name).contains(tag);
        assertThat(response.headers().firstValue("Content-Length")).as(name)
                .contains(String.valueOf(expected.end() - expected.first()));
        assertThat(Arrays.equals(response.body(), Arrays.copyOfRange(file, expected.first(), expected.end())))
                .as("the bytes of " + name).isTrue();
        switch (expected.status()) {
            case 206 -> assertThat(response.headers().firstValue("Content-Range")).as(name)
                    .contains("bytes %d-%d/%d".formatted(expected.first(), expected.end() - 1, file.length));
            case 416 -> assertThat(response.headers().firstValue("Content-Range")).as(name).contains("bytes */" + file.length);
            default -> assertThat(response.headers().firstValue("Content-Range")).as(name).isEmpty();
        }
        if (expected.status() != 416) {
            assertThat(response.headers().firstValue("Accept-Ranges")).as(name).contains("bytes");
            assertThat(response.headers().firstValue("Content-Type")).as(name).contains("video/mp4");
        }
    }
}
