package dev.reelay.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

class GateTest {
    private final List<UniEmitter<? super String>> running = new ArrayList<>();
    private final Gate gate = new Gate(2);

    @Test
    void actionsBeyondTheLimitWaitInOrder() {
        CompletableFuture<String> first = run();
        run();
        CompletableFuture<String> third = run();
        CompletableFuture<String> fourth = run();
        assertThat(running).hasSize(2);

        running.get(0).complete("1");
        assertThat(first.join()).isEqualTo("1");
        assertThat(running).hasSize(3);
        running.get(2).complete("3");
        assertThat(third.join()).isEqualTo("3");
        running.get(3).complete("4");
        assertThat(fourth.join()).isEqualTo("4");
    }

    @Test
    void failedActionLeavesItsRoom() {
        CompletableFuture<String> failed = run();
        run();
        run();
        running.get(0).fail(new IllegalStateException("no database"));

        assertThat(failed).isCompletedExceptionally();
        assertThat(running).hasSize(3);
    }

    @Test
    void actionThatThrowsLeavesItsRoom() {
        List<CompletableFuture<String>> failed = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            failed.add(gate.<String> run(() -> {
                throw new IllegalStateException("expected");
            }).subscribeAsCompletionStage());
        }

        assertThat(failed).allMatch(CompletableFuture::isCompletedExceptionally);
        run();
        assertThat(running).hasSize(1);
    }

    private CompletableFuture<String> run() {
        return gate.run(() -> Uni.createFrom().<String> emitter(running::add)).subscribeAsCompletionStage();
    }
}
