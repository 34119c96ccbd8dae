package dev.reelay.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

class OwnerFeedTest {
    private static final Executor HERE = Runnable::run;

    private final List<Long> changes = new ArrayList<>(List.of(4L));
    private int reads;
    private int ends;
    private int opens;
    private final List<FeedPage> heard = new ArrayList<>();
    private int rewinds;
    private final OwnerFeedListener reader = reader();
    private final OwnerFeed topic = new OwnerFeed(this::open, this::end, this::after);

    @Test
    void endOfTheFeedIsReadForTheFirstSubscriber() {
        topic.join(HERE, reader, false);

        assertThat(heard).containsExactly(FeedPage.empty(4));
    }

    @Test
    void endIsReadOnceForAllSubscribers() {
        topic.join(HERE, reader, false);
        topic.join(HERE, reader(), false);

        assertThat(topic.end().await().indefinitely()).isEqualTo(4);
        assertThat(ends).isEqualTo(1);
        assertThat(reads).as("nothing can follow an end").isZero();
    }

    @Test
    void firstPageIsReadOnceForSubscribersFromTheStart() {
        List<UniEmitter<? super FeedPage>> questions = new ArrayList<>();
        OwnerFeed asking = new OwnerFeed(() -> Uni.createFrom().emitter(questions::add), this::end, this::after);
        asking.join(HERE, reader, true);
        asking.join(HERE, reader(), true);
        List<CompletableFuture<FeedPage>> pages = List.of(asking.opening().orElseThrow().subscribeAsCompletionStage(),
                asking.opening().orElseThrow().subscribeAsCompletionStage());
        FeedPage page = open().await().indefinitely();
        questions.get(0).complete(page);

        assertThat(pages).allMatch(read -> read.join() == page);
        assertThat(questions).hasSize(1);
        assertThat(ends).isZero();
        assertThat(asking.end().await().indefinitely()).isEqualTo(4);
        assertThat(heard).as("open videos are not all that changed").containsOnly(FeedPage.empty(4));
    }

    @Test
    void firstPageIsNotKept() {
        topic.join(HERE, reader, true);

        assertThat(topic.opening()).isEmpty();
        assertThat(opens).isEqualTo(1);
    }

    @Test
    void endIsUnknownUntilTheDatabaseAnswers() {
        List<UniEmitter<? super Long>> questions = new ArrayList<>();
        OwnerFeed asking = new OwnerFeed(this::open, () -> Uni.createFrom().emitter(questions::add), this::after);
        asking.join(HERE, reader, false);
        CompletableFuture<Long> end = asking.end().subscribeAsCompletionStage();
        assertThat(end).isNotDone();

        questions.get(0).fail(new IllegalStateException("no database"));
        assertThat(end).isCompletedExceptionally();

        asking.changed();
        questions.get(1).complete(4L);
        assertThat(asking.end().await().indefinitely()).isEqualTo(4);
    }

    @Test
    void subscriberThatStartsAgainKnowsTheNewEnd() {
        changes.add(9L);
        List<Long> ends = new ArrayList<>();
        topic.join(HERE, new OwnerFeedListener() {
            @Override
            public void onPage(FeedPage page) {
                // Only the rewind counts.
            }

            @Override
            public void onRewind() {
                ends.add(topic.end().await().indefinitely());
            }
        }, false);
        changes.remove(9L);
        topic.reconnected();

        assertThat(ends).containsExactly(4L);
    }

    @Test
    void changeIsReadOnceForAllSubscribers() {
        topic.join(HERE, reader, false);
        topic.join(HERE, reader(), false);
        heard.clear();
        changes.add(9L);
        int before = reads;
        topic.changed();

        assertThat(heard).hasSize(2).allMatch(batch -> batch.from() == 4 && batch.to() == 9 && batch.changes().size() == 1);
        assertThat(reads - before).as("no page follows one that is not full").isEqualTo(1);
    }

    @Test
    void changesBeyondOnePageAreReadToTheEnd() {
        topic.join(HERE, reader, false);
        heard.clear();
        changes.addAll(List.of(5L, 6L, 7L));
        topic.changed();

        assertThat(heard).extracting(FeedPage::to).containsExactly(6L, 7L);
    }

    @Test
    void emptyPageIsNotPublished() {
        topic.join(HERE, reader, false);
        heard.clear();
        topic.changed();

        assertThat(heard).isEmpty();
    }

    /** A copy of the database that lacks the last changes gives their positions again. */
    @Test
    void subscribersStartAgainIfTheDatabaseLostChanges() {
        changes.addAll(List.of(7L, 9L));
        topic.join(HERE, reader, false);
        heard.clear();
        changes.removeAll(List.of(7L, 9L));
        topic.reconnected();
        assertThat(rewinds).isEqualTo(1);

        changes.add(6L);
        topic.changed();

        assertThat(heard).extracting(FeedPage::from, FeedPage::to).containsExactly(tuple(4L, 6L));
    }

    @Test
    void reconnectWithoutLossReadsWhatChanged() {
        topic.join(HERE, reader, false);
        heard.clear();
        changes.add(5L);
        topic.reconnected();

        assertThat(rewinds).isZero();
        assertThat(heard).extracting(FeedPage::to).containsExactly(5L);
    }

    @Test
    void feedIsFollowedUntilTheLastSubscriberLeaves() {
        topic.join(HERE, reader, false);
        assertThat(topic.isFollowed()).isTrue();

        topic.leave(HERE, reader);
        assertThat(topic.isFollowed()).isFalse();
    }

    private OwnerFeedListener reader() {
        return new OwnerFeedListener() {
            @Override
            public void onPage(FeedPage page) {
                heard.add(page);
            }

            @Override
            public void onRewind() {
                rewinds++;
            }
        };
    }

    /** One video is open. */
    private Uni<FeedPage> open() {
        opens++;
        return Uni.createFrom().item(new FeedPage(0, 4, List.of(new VideoSnapshot(3, Videos.RUNNING)), false));
    }

    private Uni<Long> end() {
        ends++;
        return Uni.createFrom().item(changes.get(changes.size() - 1));
    }

    /** Two at a time. */
    private Uni<FeedPage> after(long position) {
        reads++;
        List<FeedChange> news = changes.stream().filter(change -> change > position).limit(2)
                .<FeedChange> map(change -> new VideoSnapshot(change, Videos.RUNNING)).toList();
        return Uni.createFrom().item(new FeedPage(position, news.isEmpty() ? position : news.get(news.size() - 1).id(), news,
                news.size() == 2));
    }
}
