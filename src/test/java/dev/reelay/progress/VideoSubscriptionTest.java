package dev.reelay.progress;

import static dev.reelay.progress.Videos.COMPLETED;
import static dev.reelay.progress.Videos.HALFWAY;
import static dev.reelay.progress.Videos.RUNNING;
import static dev.reelay.progress.Videos.SUBMITTED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

import dev.reelay.video.Video;

class VideoSubscriptionTest {
    private static final Executor HERE = Runnable::run;

    private final List<UniEmitter<? super Optional<Video>>> reads = new ArrayList<>();
    private long hearing = 1;
    private long nanos;
    private final VideoSubscription topic = new VideoSubscription(() -> Uni.createFrom().emitter(reads::add), () -> hearing,
            () -> nanos);
    private final Recorder watcher = new Recorder();

    private static final class Recorder implements VideoListener {
        private final List<Video> heard = new ArrayList<>();
        private boolean gone;

        @Override
        public void onUpdate(VideoSnapshot news) {
            heard.add(news.video());
        }

        @Override
        public void onDeleted() {
            gone = true;
        }
    }

    @Test
    void runningVideoIsReadOnceForManyRequests() {
        CompletableFuture<Optional<VideoSnapshot>> first = ask();
        row(RUNNING);
        CompletableFuture<Optional<VideoSnapshot>> second = ask();

        assertThat(reads).hasSize(1);
        assertThat(first).isCompletedWithValueMatching(news -> news.orElseThrow().video() == RUNNING);
        assertThat(second).isCompletedWithValueMatching(news -> news.equals(first.join()), "the very same");
    }

    @Test
    void requestAfterANotificationReturnsTheChange() {
        ask();
        row(RUNNING);
        topic.changed();
        CompletableFuture<Optional<VideoSnapshot>> after = ask();
        row(HALFWAY);

        assertThat(after).isCompletedWithValueMatching(news -> news.orElseThrow().video() == HALFWAY);
    }

    @Test
    void readThatBeganBeforeAChangeIsStaleAfterIt() {
        ask();
        topic.changed();
        row(RUNNING);
        CompletableFuture<Optional<VideoSnapshot>> after = ask();

        assertThat(reads).hasSize(2);
        assertThat(after).isNotDone();
    }

    @Test
    void eachRequestReadsTheRowWithoutNotifications() {
        hearing = VideoSubscription.DISCONNECTED;
        ask();
        row(RUNNING);
        ask();

        assertThat(reads).hasSize(2);
    }

    @Test
    void cachedStateIsStaleAfterALostConnection() {
        ask();
        row(RUNNING);
        hearing = 2;
        ask();

        assertThat(reads).hasSize(2);
    }

    @Test
    void terminalAndUnknownVideosAreReadEachTime() {
        ask();
        row(COMPLETED);
        ask();
        reads.get(1).complete(Optional.empty());
        ask();

        assertThat(reads).hasSize(3);
    }

    @Test
    void queuePositionIsCachedForOneSecond() {
        ask();
        row(SUBMITTED);
        nanos = Duration.ofMillis(999).toNanos();
        ask();
        assertThat(reads).hasSize(1);

        nanos = Duration.ofMillis(1000).toNanos();
        ask();
        assertThat(reads).hasSize(2);
    }

    @Test
    void subscriberGetsEachChange() {
        join();
        row(RUNNING);
        topic.changed();
        row(HALFWAY);

        assertThat(watcher.heard).containsExactly(RUNNING, HALFWAY);
    }

    @Test
    void lateSubscriberGetsTheCachedStateAtOnce() {
        ask();
        row(RUNNING);
        join();

        assertThat(watcher.heard).containsExactly(RUNNING);
        assertThat(reads).hasSize(1);
    }

    @Test
    void changeDuringTheFirstReadReachesTheSubscriber() {
        join();
        topic.changed();
        row(HALFWAY);
        row(COMPLETED);

        assertThat(watcher.heard).containsExactly(HALFWAY, COMPLETED);
    }

    @Test
    void subscriberIsNotifiedOfADeletedVideo() {
        join();
        reads.get(0).complete(Optional.empty());

        assertThat(watcher.gone).isTrue();
    }

    @Test
    void formerSubscriberGetsNoChanges() {
        join();
        topic.unsubscribe(HERE, watcher);
        row(RUNNING);

        assertThat(watcher.heard).isEmpty();
    }

    @Test
    void changeWithoutSubscribersIsNotRead() {
        ask();
        row(RUNNING);
        topic.changed();

        assertThat(reads).hasSize(1);
    }

    @Test
    void snapshotSurvivesAReadWithoutChanges() {
        CompletableFuture<Optional<VideoSnapshot>> before = ask();
        row(RUNNING);
        topic.changed();
        CompletableFuture<Optional<VideoSnapshot>> after = ask();
        row(RUNNING);

        assertThat(after.join()).isEqualTo(before.join());
    }

    @Test
    void videoWithoutRequestsBetweenTwoChecksIsUnused() {
        ask();
        assertThat(topic.isUnused()).isFalse();
        assertThat(topic.isUnused()).isTrue();

        join();
        assertThat(topic.isUnused()).isFalse();
    }

    private CompletableFuture<Optional<VideoSnapshot>> ask() {
        return topic.now().subscribeAsCompletionStage();
    }

    private void join() {
        topic.join(HERE, watcher);
        topic.replay(watcher);
    }

    /** The last read answers. */
    private void row(Video video) {
        reads.get(reads.size() - 1).complete(Optional.of(video));
    }
}
