package dev.reelay.api.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import dev.reelay.progress.DeletedVideo;
import dev.reelay.progress.FeedChange;
import dev.reelay.progress.FeedPage;
import dev.reelay.video.VideoId;

class FeedCursorTest {
    private static final int PAGE = 3;
    private static final int STEPS = 60;

    private final List<Long> received = new ArrayList<>();
    private final List<Long> marks = new ArrayList<>();

    @Test
    void nextPageGoesToTheClient() {
        FeedCursor cursor = new FeedCursor(4);

        assertThat(cursor.accepts(page(4, 6), false)).isTrue();
        advance(cursor, page(4, 6));

        assertThat(received).containsExactly(5L, 6L);
        assertThat(marks).isEmpty();
        assertThat(cursor.needsRead()).isFalse();
    }

    @Test
    void pageThatTheClientHasIsIgnored() {
        FeedCursor cursor = new FeedCursor(4);

        assertThat(cursor.accepts(page(2, 4), false)).isFalse();
        assertThat(cursor.needsRead()).isFalse();
    }

    @Test
    void clientGetsOnlyTheNewPartOfAPage() {
        FeedCursor cursor = new FeedCursor(4);
        advance(cursor, page(2, 5));

        assertThat(received).containsExactly(5L);
    }

    @Test
    void gapBeforeAPageIsRead() {
        FeedCursor cursor = new FeedCursor(4);

        assertThat(cursor.accepts(page(5, 6), false)).isFalse();
        assertThat(cursor.needsRead()).isTrue();
        assertThat(cursor.position()).isEqualTo(4);
    }

    @Test
    void pageForAFullClientIsReadLater() {
        FeedCursor cursor = new FeedCursor(4);

        assertThat(cursor.accepts(page(4, 5), true)).isFalse();
        assertThat(cursor.needsRead()).isTrue();
    }

    @Test
    void pageDuringAReadIsReadAfterIt() {
        FeedCursor cursor = new FeedCursor(4);
        cursor.beginRead();

        assertThat(cursor.accepts(page(5, 6), false)).isFalse();
        assertThat(cursor.needsRead()).as("one read at a time").isFalse();
        assertThat(cursor.endRead(page(4, 5))).isTrue();
        advance(cursor, page(4, 5));

        assertThat(cursor.needsRead()).isTrue();
    }

    @Test
    void pageDuringAReadThatHasItIsNotReadAgain() {
        FeedCursor cursor = new FeedCursor(4);
        cursor.beginRead();
        cursor.accepts(page(4, 5), false);
        cursor.endRead(page(4, 5));
        advance(cursor, page(4, 5));

        assertThat(cursor.needsRead()).isFalse();
    }

    @Test
    void fullPageIsFollowedByAnother() {
        FeedCursor cursor = new FeedCursor(4);
        cursor.beginRead();
        FeedPage full = new FeedPage(4, 7, changes(4, 7), true);
        cursor.endRead(full);
        advance(cursor, full);

        assertThat(cursor.needsRead()).isTrue();
        assertThat(cursor.position()).isEqualTo(7);
    }

    @Test
    void newClientIsToldTheEndOfAnEmptyFeed() {
        FeedCursor cursor = new FeedCursor(LastEventId.NONE);
        cursor.beginRead();
        cursor.endRead(page(0, 0));
        advance(cursor, page(0, 0));

        assertThat(marks).containsExactly(0L);
    }

    @Test
    void clientIsToldAnEndAfterTheLastChange() {
        FeedCursor cursor = new FeedCursor(LastEventId.NONE);
        advance(cursor, new FeedPage(0, 9, changes(2, 3), false));

        assertThat(received).containsExactly(3L);
        assertThat(marks).containsExactly(9L);
    }

    @Test
    void clientThatMissedNothingIsToldNothing() {
        FeedCursor cursor = new FeedCursor(4);
        cursor.beginRead();
        cursor.endRead(page(4, 4));
        advance(cursor, page(4, 4));

        assertThat(marks).isEmpty();
    }

    @Test
    void clientFromAnotherFeedStartsAgain() {
        FeedCursor cursor = new FeedCursor(900);
        cursor.beginRead();
        cursor.endRead(page(0, 2));
        advance(cursor, page(0, 2));

        assertThat(received).containsExactly(1L, 2L);
        assertThat(cursor.position()).isEqualTo(2);
    }

    @Test
    void rewindAsksForTheFirstPage() {
        assertThat(new FeedCursor(4).rewind()).isTrue();
    }

    @Test
    void rewindDuringAReadVoidsItsPage() {
        FeedCursor cursor = new FeedCursor(4);
        cursor.beginRead();

        assertThat(cursor.rewind()).as("a second read").isFalse();
        assertThat(cursor.endRead(page(4, 5))).isFalse();
        cursor.beginRead();
        assertThat(cursor.endRead(page(0, 3))).as("the next page counts").isTrue();
    }

    /** Changes, pages for all, reads of the client and a full queue come in any order. */
    @RepeatedTest(200)
    void clientGetsEachChangeOnce(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        FeedCursor cursor = new FeedCursor(0);
        long end = 0;
        long published = 0;
        boolean full = false;
        Optional<FeedPage> read = Optional.empty();
        for (int step = 0; step < STEPS || published < end || read.isPresent() || cursor.needsRead(); step++) {
            boolean last = step >= STEPS; // nothing changes any more
            int choice = random.nextInt(5);
            if (choice == 0 && !last) {
                end++;
            } else if (choice == 1 && published < end) {
                FeedPage next = after(published, end);
                published = next.to();
                if (cursor.accepts(next, full)) {
                    advance(cursor, next);
                }
            } else if (choice == 2 && read.isEmpty() && cursor.needsRead() && !full) {
                cursor.beginRead();
                read = Optional.of(after(cursor.position(), end));
            } else if (choice == 3 && read.isPresent()) {
                cursor.endRead(read.get());
                advance(cursor, read.get());
                read = Optional.empty();
            } else if (choice == 4) {
                full = !full && !last;
            }
        }

        assertThat(received).isEqualTo(LongStream.rangeClosed(1, end).boxed().toList());
    }

    private void advance(FeedCursor cursor, FeedPage page) {
        cursor.advance(page, change -> received.add(change.id()), marks::add);
    }

    private static FeedPage after(long position, long end) {
        long to = Math.min(position + PAGE, end);
        return new FeedPage(position, to, changes(position, to), to - position == PAGE);
    }

    private static FeedPage page(long from, long to) {
        return new FeedPage(from, to, changes(from, to), false);
    }

    private static List<FeedChange> changes(long from, long to) {
        return LongStream.rangeClosed(from + 1, to).<FeedChange> mapToObj(id -> new DeletedVideo(id, VideoId.random()))
                .toList();
    }
}
