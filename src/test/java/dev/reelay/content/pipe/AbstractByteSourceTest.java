package dev.reelay.content.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.vertx.core.buffer.Buffer;

class AbstractByteSourceTest {
    private final List<Object> events = new ArrayList<>();
    private final AbstractByteSource source = new AbstractByteSource() {
    };

    @Test
    void endIsReportedOnce() {
        listen();

        source.deliver(Buffer.buffer("a"));
        source.complete();
        source.complete();
        source.fail(new IOException("late"));

        assertThat(events).containsExactly("a", "end");
    }

    @Test
    void failureIsReportedOnce() {
        listen();

        source.fail(new IOException("first"));
        source.fail(new IOException("second"));
        source.complete();

        assertThat(events).containsExactly("first");
    }

    @Test
    void cancelledSourceReportsNothing() {
        listen();

        source.cancel();
        source.complete();
        source.fail(new IOException("late"));

        assertThat(events).isEmpty();
        assertThat(source.isDone()).isTrue();
    }

    @Test
    void removedHandlersAreNotCalled() {
        listen();

        source.handler(null).endHandler(null).exceptionHandler(null);
        source.deliver(Buffer.buffer("a"));
        source.fail(new IOException("unread"));

        assertThat(events).isEmpty();
    }

    @Test
    void sourceIsPausedUntilItIsResumed() {
        assertThat(source.isPaused()).isTrue();

        source.resume();
        assertThat(source.isPaused()).isFalse();

        source.pause();
        assertThat(source.isPaused()).isTrue();
    }

    private void listen() {
        source.handler(chunk -> events.add(chunk.toString())).endHandler(end -> events.add("end"))
                .exceptionHandler(failure -> events.add(failure.getMessage()));
    }
}
