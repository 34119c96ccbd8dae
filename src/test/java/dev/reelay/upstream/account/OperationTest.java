package dev.reelay.upstream.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OperationTest {
    @ParameterizedTest
    @CsvSource({ "10, 6", "600, 400", "3, 2", "2, 1", "1, 1" })
    void archiveMayUseTwoThirdsOfTheRequests(int requestsPerMinute, int share) {
        assertThat(Operation.ARCHIVE.share(requestsPerMinute)).isEqualTo(share);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ARCHIVE")
    void otherOperationsMayUseAllRequests(Operation operation) {
        assertThat(operation.share(10)).isEqualTo(10);
    }
}
