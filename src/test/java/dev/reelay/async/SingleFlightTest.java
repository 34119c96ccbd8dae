package dev.reelay.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

class SingleFlightTest {
    private final List<UniEmitter<? super String>> runs = new ArrayList<>();
    private final SingleFlight<String> action = new SingleFlight<>(() -> Uni.createFrom().emitter(runs::add));

    @Test
    void actionRunsOnceAtATime() {
        action.request();
        action.request();

        assertThat(runs).hasSize(1);
    }

    @Test
    void requestsDuringRunShareOneMoreRun() {
        action.request();
        action.request();
        action.request();
        runs.get(0).complete("first");

        assertThat(runs).hasSize(2);

        runs.get(1).complete("second");

        assertThat(runs).hasSize(2);
    }

    @Test
    void actionRunsAgainAfterFailure() {
        action.request();
        runs.get(0).fail(new IllegalStateException("no luck"));
        action.request();

        assertThat(runs).hasSize(2);
    }

    @Test
    void requestDuringRunGetsOutcomeOfNextRun() {
        CompletionStage<String> early = action.request();
        CompletionStage<String> late = action.request();
        runs.get(0).complete("first");

        assertThat(early).isCompletedWithValue("first");
        assertThat(late.toCompletableFuture()).isNotDone();

        runs.get(1).complete("second");

        assertThat(late).isCompletedWithValue("second");
    }

    @Test
    void failureOfRunIsOutcomeOfItsRequests() {
        CompletionStage<String> early = action.request();
        CompletionStage<String> late = action.request();
        runs.get(0).fail(new IllegalStateException("no luck"));
        runs.get(1).complete("second");

        assertThat(early.toCompletableFuture()).isCompletedExceptionally();
        assertThat(late).isCompletedWithValue("second");
    }
}
