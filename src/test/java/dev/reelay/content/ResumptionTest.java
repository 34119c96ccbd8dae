package dev.reelay.content;

import static dev.reelay.upstream.FaultUpstream.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import dev.reelay.upstream.FaultyUpstreamProfile;

/** Resumes a download after the upstream breaks the connection. */
@QuarkusTest
@TestProfile(FaultyUpstreamProfile.class)
class ResumptionTest extends CompletedVideo {
    private static final int MEGABYTE = 1024 * 1024;

    private final UpstreamFile file = new UpstreamFile(3 * MEGABYTE, 11);

    @Test
    void brokenDownloadIsResumedWithRanges() throws Exception {
        upstream.content(file.withRanges(MEGABYTE), file.withRanges(1000), answer(503, "text/plain", ""),
                file.withRanges(MEGABYTE), file.withRanges());

        HttpResponse<byte[]> response = downloads.get(id);

        file.assertIsWhole(response.body());
        assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(file.bytes.length);
        assertThat(file.requests).extracting(request -> request.get("Range")).containsExactly(null, "bytes=1048576-",
                "bytes=1049576-", "bytes=2098152-");
        assertThat(file.requests).extracting(request -> request.get("If-Range")).containsExactly(null, UpstreamFile.TAG,
                UpstreamFile.TAG, UpstreamFile.TAG);
    }

    @Test
    void brokenRangeIsResumedWithinRange() throws Exception {
        upstream.content(file.withRanges(1000), file.withRanges());

        HttpResponse<byte[]> response = downloads.get(id, Map.of("Range", "bytes=500-9999"));

        assertThat(response.body()).isEqualTo(Arrays.copyOfRange(file.bytes, 500, 10_000));
        assertThat(file.requests).extracting(request -> request.get("Range")).containsExactly("bytes=500-9999",
                "bytes=1500-9999");
    }

    @Test
    void brokenDownloadWithoutRangesFails() {
        upstream.content(file.withoutRanges(MEGABYTE));

        assertBreaks();
        assertThat(file.requests).hasSize(1);
    }

    @Test
    void restOfDifferentLengthIsRejected() {
        upstream.content(file.withRanges(MEGABYTE), file.part(MEGABYTE, file.bytes.length + 1));
        assertBreaks();
    }

    @Test
    void restFromDifferentPositionIsRejected() {
        upstream.content(file.withRanges(MEGABYTE), file.part(MEGABYTE + 1, file.bytes.length));
        assertBreaks();
    }

    @Test
    void changedContentIsRejected() {
        upstream.content(file.withRanges(MEGABYTE), file.withoutRanges());
        assertBreaks();
    }

    @Test
    void resumptionWithoutBytesFailsAfterThreeRetries() {
        upstream.content(file.withRanges(MEGABYTE), file.withRanges(0));

        assertBreaks();
        assertThat(file.requests).hasSize(4);
    }

    private void assertBreaks() {
        assertThatIOException().isThrownBy(() -> downloads.get(id));
    }
}
