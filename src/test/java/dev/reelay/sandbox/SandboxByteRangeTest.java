package dev.reelay.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxByteRangeTest {

    @ParameterizedTest
    @CsvSource({ "bytes=0-0, 0, 1", "bytes=0-, 0, 100", "bytes=90-200, 90, 10", "bytes=-10, 90, 10",
            "bytes=-200, 0, 100", "bytes=99-99, 99, 1" })
    void singleRangeIsServed(String header, long first, long length) {
        assertThat(SandboxByteRange.of(header, 100)).contains(new SandboxByteRange(first, length, true));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "bytes=-", "bytes=5-2", "bytes=0-1,5-6", "items=0-1", "bytes=a-b" })
    void malformedOrMultipleRangeIsIgnored(String header) {
        assertThat(SandboxByteRange.of(header, 100)).contains(SandboxByteRange.whole(100));
    }

    @ParameterizedTest
    @ValueSource(strings = { "bytes=100-", "bytes=100-200", "bytes=-0" })
    void rangeOutsideFileIsEmpty(String header) {
        assertThat(SandboxByteRange.of(header, 100)).isEmpty();
    }
}
