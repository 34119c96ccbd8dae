package dev.reelay.sandbox.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncoderOutputTest {
    private final EncoderOutput output = new EncoderOutput(10);

    @ParameterizedTest
    @CsvSource({ "0, 0", "4560000, 45", "9999999, 99", "10000000, 99", "12000000, 99" })
    void positionGivesProgress(String micros, int percent) {
        assertThat(output.read("out_time_us=" + micros)).hasValue(percent);
    }

    @ParameterizedTest
    @CsvSource({ "out_time_us=N/A", "out_time_us=-41667", "frame=12", "progress=end", "''" })
    void otherLinesHaveNoProgress(String line) {
        assertThat(output.read(line)).isEmpty();
        assertThat(output.lastError()).isEmpty();
    }

    @Test
    void lastErrorHasNoAddress() {
        output.read("first");
        output.read("[png @ 0x55a3213c4140] Invalid chunk");
        output.read("progress=end");

        assertThat(output.lastError()).isEqualTo("Invalid chunk");
    }
}
