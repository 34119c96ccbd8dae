package dev.reelay.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.reelay.content.pipe.ByteRange;

class RangeHeaderTest {
    private static final long TOTAL = 1000;

    @ParameterizedTest
    @CsvSource({
            "bytes=0-0, 0, 1",
            "bytes=0-99, 0, 100",
            "bytes=100-199, 100, 200",
            "bytes=999-999, 999, 1000",
            "bytes=0-999, 0, 1000",
            "bytes=0-1000, 0, 1000",
            "bytes=500-99999999999999999999999999, 500, 1000",
            "bytes=0-, 0, 1000",
            "bytes=999-, 999, 1000",
            "bytes=-1, 999, 1000",
            "bytes=-1000, 0, 1000",
            "bytes=-1001, 0, 1000",
            "bytes=-99999999999999999999999999, 0, 1000",
            "bytes=00100-00199, 100, 200",
            "BYTES=100-199, 100, 200",
            "'bytes= 100-199 ', 100, 200",
            "'bytes=,100-199,', 100, 200" })
    void rangeIsClampedToContent(String header, long first, long end) {
        assertThat(RangeHeader.parse(header).orElseThrow().in(TOTAL)).contains(new ByteRange(first, end));
    }

    @ParameterizedTest
    @ValueSource(strings = { "bytes=1000-", "bytes=1000-1001", "bytes=99999999999999999999999999-", "bytes=-0" })
    void rangeBeyondEndIsEmpty(String header) {
        assertThat(RangeHeader.parse(header).orElseThrow().in(TOTAL)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=1-b", "bytes=--1", "bytes=2-1", "bytes 0-1",
            "bytes=0-1,2-3", "bytes=0-1, -1", "items=0-1", "bytes=0x1-2", "bytes=1.0-2", "bytes=+1-2", "bytes=١-٢" })
    void malformedOrMultipleRangeIsIgnored(String header) {
        assertThat(RangeHeader.parse(header)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "bytes=0-0", "bytes=-1", "bytes=0-" })
    void rangeOfEmptyContentIsEmpty(String header) {
        assertThat(RangeHeader.parse(header).orElseThrow().in(0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "bytes=5-9", "bytes=5-", "bytes=-5" })
    void toStringReturnsHeader(String header) {
        assertThat(RangeHeader.parse(header).map(RangeHeader::toString)).isEqualTo(Optional.of(header));
    }
}
