package dev.reelay.store;

import java.time.Duration;
import java.util.List;

import jakarta.inject.Singleton;

import org.hibernate.reactive.mutiny.Mutiny.Session;

import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;

import dev.reelay.video.Video;
import dev.reelay.video.VideoStatus;

/** Calls all listeners of a step, one after the other: they share the session of its transaction. */
@Singleton
class StepListeners {
    private final List<StepListener> listeners;

    StepListeners(@All List<StepListener> listeners) {
        this.listeners = listeners;
    }

    Uni<Void> onStep(Session session, VideoRow row) {
        return row.status != VideoStatus.IN_PROGRESS && !row.status.isTerminal() ? Uni.createFrom().voidItem()
                : VideoLeases.now(session).chain(now -> onStep(row.toVideo(), Duration.between(row.createdAt, now)));
    }

    private Uni<Void> onStep(Video video, Duration age) {
        return Multi.createFrom().iterable(listeners)
                .onItem().transformToUniAndConcatenate(listener -> listener.onStep(video, age))
                .onItem().ignoreAsUni();
    }
}
