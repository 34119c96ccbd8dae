package dev.reelay.api.edge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {
    @ParameterizedTest
    @CsvSource({ "192.0.2.1, 192.0.2.1", "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::/64", "2001:db8:1:2::7, 2001:db8:1:2::/64",
            "::1, 0:0:0:0::/64", "::ffff:192.0.2.1, 192.0.2.1", "unknown, local", "'', local" })
    void networkIsCountedAsOneClient(String address, String network) {
        assertThat(Addresses.network(address)).isEqualTo(network);
    }
}
