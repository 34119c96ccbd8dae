package dev.reelay.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import io.smallrye.mutiny.subscription.BackPressureStrategy;

import dev.reelay.progress.Watchers.Watcher;
import dev.reelay.video.Failure;
import dev.reelay.video.Video;
import dev.reelay.video.VideoId;
import dev.reelay.video.VideoSpec;
import dev.reelay.video.VideoStatus;

class WatchersTest {
    private final Video submitted = new Video(new VideoId("video_1"), "alice", 1, VideoStatus.SUBMITTED, 0,
            new VideoSpec("a dog", "sora-2", "1280x720", "10"), Optional.empty(), Instant.EPOCH, Optional.empty(),
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    private final Video running = submitted.submitting().accepted("up_1");
    private final Watchers watchers = new Watchers();

    @Test
    void everyoneIsToldOfEachVersionOnceAndInOrder() {
        AssertSubscriber<Video> fast = watch(Long.MAX_VALUE);

        watchers.tell(running);
        watchers.tell(submitted);
        watchers.tell(running);
        watchers.tell(running.progressed(10));

        fast.assertItems(running, running.progressed(10)).assertNotTerminated();
    }

    @Test
    void theLastVersionEndsTheStream() {
        AssertSubscriber<Video> watcher = watch(Long.MAX_VALUE);

        watchers.tell(running.failed(new Failure("upstream_error", "No")));

        watcher.assertCompleted();
    }

    @Test
    void aSlowWatcherGetsTheLatestAndHoldsNobodyUp() {
        AssertSubscriber<Video> slow = watch(0);
        AssertSubscriber<Video> fast = watch(Long.MAX_VALUE);

        watchers.tell(running);
        watchers.tell(running.progressed(10));
        watchers.tell(running.progressed(10).completed(Optional.empty()));

        fast.assertItems(running, running.progressed(10), running.progressed(10).completed(Optional.empty())).assertCompleted();
        slow.assertHasNotReceivedAnyItem().request(1);
        assertThat(slow.getItems()).containsExactly(running.progressed(10).completed(Optional.empty()));
        slow.assertCompleted();
    }

    @Test
    void whoLeftIsNotTold() {
        AssertSubscriber<Video> watcher = watch(Long.MAX_VALUE);

        watcher.cancel();
        watchers.tell(running);

        watcher.assertHasNotReceivedAnyItem();
        assertThat(watchers.isEmpty()).isTrue();
    }

    private AssertSubscriber<Video> watch(long demand) {
        return Multi.createFrom().<Video> emitter(emitter -> {
            Watcher watcher = new Watcher(emitter);
            watchers.add(watcher);
            emitter.onTermination(() -> watchers.remove(watcher));
        }, BackPressureStrategy.LATEST).subscribe().withSubscriber(AssertSubscriber.create(demand));
    }
}
