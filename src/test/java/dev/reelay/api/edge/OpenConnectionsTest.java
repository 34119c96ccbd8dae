package dev.reelay.api.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class OpenConnectionsTest {
    private final OpenConnections connections = new OpenConnections(20, 10);

    @Test
    void connectionsAboveTheLimitAreRefused() {
        open("a", 10);
        open("b", 10);

        assertThat(connections.open("c")).isFalse();
        connections.close("a");
        assertThat(connections.open("c")).isTrue();
        assertThat(connections.count()).isEqualTo(20);
    }

    @Test
    void holderHasItsShare() {
        open("a", 10);

        assertThat(connections.open("a")).isFalse();
        assertThat(connections.count()).isEqualTo(10);
        assertThat(connections.open("b")).isTrue();
    }

    @Test
    void movedConnectionCountsForItsNewHolder() {
        open("a", 10);

        assertThat(connections.move("a", "owner")).isTrue();
        assertThat(connections.open("a")).isTrue();
        IntStream.range(1, 10).forEach(number -> assertThat(connections.move("a", "owner")).isTrue());
        assertThat(connections.move("a", "owner")).isFalse();
        assertThat(connections.count()).isEqualTo(11);
    }

    @Test
    void lastTenthIsCrowded() {
        open("a", 10);
        open("b", 8);
        assertThat(connections.isCrowded()).isFalse();

        open("c", 1);
        assertThat(connections.isCrowded()).isTrue();
        connections.close("c");
        assertThat(connections.isCrowded()).isFalse();
    }

    private void open(String holder, int times) {
        IntStream.range(0, times).forEach(number -> assertThat(connections.open(holder)).isTrue());
    }
}
