package dev.reelay.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

class CoalescedTest {
    private final List<UniEmitter<? super Void>> runs = new ArrayList<>();
    private final Coalesced action = new Coalesced(() -> Uni.createFrom().emitter(runs::add));

    @Test
    void runsOneAtATime() {
        action.request();
        action.request();

        assertThat(runs).hasSize(1);
    }

    @Test
    void whateverWasAskedForMeanwhileIsServedByOneMoreRun() {
        action.request();
        action.request();
        action.request();
        runs.get(0).complete(null);

        assertThat(runs).hasSize(2);

        runs.get(1).complete(null);

        assertThat(runs).hasSize(2);
    }

    @Test
    void runsAgainAfterAFailure() {
        action.request();
        runs.get(0).fail(new IllegalStateException("no luck"));
        action.request();

        assertThat(runs).hasSize(2);
    }
}
