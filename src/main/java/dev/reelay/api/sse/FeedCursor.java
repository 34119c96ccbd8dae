package dev.reelay.api.sse;

import java.util.function.Consumer;
import java.util.function.LongConsumer;

import dev.reelay.progress.FeedChange;
import dev.reelay.progress.FeedPage;

/**
 * The position of one client in an owner's feed. A page that all subscribers get goes to the client if it continues there;
 * otherwise the client needs reads of its own until it has caught up. Not thread-safe.
 */
final class FeedCursor {
    private long position;
    /** Whether the client knows where to continue. */
    private boolean knows;
    private boolean reading;
    /** Whether changes after {@link #position} may exist already. */
    private boolean more;
    /** End of the last page that came during a read, or that the client could not take. */
    private long announced = LastEventId.NONE;
    private boolean rewinds;

    /** @param seen id of the last event that the client received, or {@link LastEventId#NONE} */
    FeedCursor(long seen) {
        position = seen;
        knows = seen != LastEventId.NONE;
    }

    /** Returns the position after which the next read of the client begins. */
    long position() {
        return position;
    }

    /** Returns whether a read has to close a gap, and none has begun. */
    boolean needsRead() {
        return !reading && (more || announced > position);
    }

    /** Notes that a read for this client begins. Only one may run at a time. */
    void beginRead() {
        reading = true;
        announced = LastEventId.NONE;
    }

    /**
     * Notes the result of a read.
     *
     * @return false if the feed was rewound during the read: the page is void, and the first page has to be read
     */
    boolean endRead(FeedPage page) {
        reading = false;
        if (rewinds) {
            rewinds = false;
            return false;
        }
        more = page.more();
        position = page.from(); // differs from the client's position if that is not of this feed
        return true;
    }

    /**
     * Returns whether a page that all subscribers get is the next one of this client. Another one is remembered, if it is new,
     * so that {@link #needsRead} becomes true.
     *
     * @param full true if the client cannot take a page now
     */
    boolean accepts(FeedPage page, boolean full) {
        boolean isNew = page.to() > position;
        if (reading || isNew && (full || page.from() > position)) {
            announced = page.to();
            return false;
        }
        return isNew;
    }

    /** Returns whether the first page has to be read now. If a read runs, its end will ask for that. */
    boolean rewind() {
        rewinds = reading;
        return !reading;
    }

    /**
     * Moves to the end of a page.
     *
     * @param send receives each change that the client does not have
     * @param mark receives the end of the page, unless the last change has this id or the client knows it already
     */
    void advance(FeedPage page, Consumer<FeedChange> send, LongConsumer mark) {
        long last = position;
        for (FeedChange change : page.changes()) {
            if (change.id() > position) {
                send.accept(change);
                last = change.id();
                knows = true;
            }
        }
        if (page.to() > last || !knows) {
            mark.accept(page.to());
            knows = true;
        }
        position = Math.max(position, page.to());
    }
}
