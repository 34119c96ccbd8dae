package dev.reelay.api.sse;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;

import dev.reelay.api.wire.VideoRepresentation;
import dev.reelay.progress.FeedChange;
import dev.reelay.progress.FeedPage;
import dev.reelay.progress.OwnerFeedListener;
import dev.reelay.progress.OwnerFeeds;

/**
 * Streams the changes of all videos of one owner. A client that keeps up gets the pages that {@link OwnerFeeds} reads once for
 * all subscribers. A client that falls behind gets pages of separate reads.
 */
final class OwnerEventSource implements OwnerFeedListener, SseConnection.Source {
    private static final Logger LOG = Logger.getLogger(OwnerEventSource.class);

    private final SseConnection stream;
    private final OwnerFeeds feeds;
    private final String owner;
    private final SseEncoder encoder;
    private long position;
    /** Whether the client knows where to continue. */
    private boolean knows;
    private boolean reading;
    /** Whether changes after {@link #position} may exist already. */
    private boolean more;
    /** End of the last page that came during a read, or that the client could not take. */
    private long announced = LastEventId.NONE;
    private boolean rewinds;

    OwnerEventSource(SseConnection stream, OwnerFeeds feeds, String owner, VideoRepresentation representation) {
        this.stream = stream;
        this.feeds = feeds;
        this.owner = owner;
        this.encoder = new SseEncoder(representation);
    }

    /** Opens the stream of a client that knows its position, whatever the database does, and subscribes to the feed. */
    void resume(long seen) {
        position = seen;
        knows = true;
        stream.attach(this);
        stream.open();
        feeds.join(owner, stream.eventLoop(), this, false);
        read(feeds.resume(owner, seen));
    }

    /**
     * Subscribes to the feed, and opens the stream once its first page is known: a change after the head of the response is
     * never missed, because the client either gets it or knows a position before it.
     *
     * @return fails before the head if the database does not answer
     */
    Future<Void> start() {
        Promise<Void> begun = Promise.promise();
        position = LastEventId.NONE;
        reading = true;
        stream.attach(this);
        feeds.join(owner, stream.eventLoop(), this, true);
        feeds.open(owner).emitOn(stream.eventLoop()).subscribe().with(page -> {
            if (!stream.isClosed()) {
                stream.open();
            }
            caughtUp(page);
            begun.complete();
        }, failure -> {
            stream.detach();
            begun.fail(failure);
        });
        return begun.future();
    }

    @Override
    public void onPage(FeedPage page) {
        if (reading) {
            announced = page.to();
        } else if (stream.isClosed() || page.to() <= position) {
            return;
        } else if (page.from() > position || stream.isFull()) {
            announced = page.to();
            onWritable();
        } else {
            send(page);
        }
    }

    @Override
    public void onRewind() {
        if (reading) {
            rewinds = true;
        } else if (!stream.isClosed()) {
            read(feeds.open(owner));
        }
    }

    @Override
    public void onWritable() {
        if ((more || announced > position) && !reading && !stream.isClosed() && !stream.isFull()) {
            read(feeds.after(owner, position));
        }
    }

    @Override
    public void onClosed() {
        feeds.leave(owner, stream.eventLoop(), this);
    }

    private void read(Uni<FeedPage> next) {
        reading = true;
        announced = LastEventId.NONE;
        next.emitOn(stream.eventLoop()).subscribe().with(this::caughtUp, this::broken);
    }

    private void caughtUp(FeedPage page) {
        reading = false;
        if (rewinds) {
            rewinds = false;
            onRewind();
        } else if (!stream.isClosed()) {
            more = page.more();
            position = page.from(); // differs from the client's position if that is not of this feed
            send(page);
            onWritable();
        }
    }

    private void send(FeedPage page) {
        long last = position;
        for (FeedChange change : page.changes()) {
            if (change.id() > position) {
                stream.send(encoder.encode(change));
                last = change.id();
                knows = true;
            }
        }
        if (page.to() > last || !knows) { // an id without data moves the position and sends no event
            stream.send(new SseChunk(Buffer.buffer("id: %d\n\n".formatted(page.to()))));
            knows = true;
        }
        position = Math.max(position, page.to());
    }

    /** Closes the stream. The client reconnects with its last event id. */
    private void broken(Throwable failure) {
        if (!stream.isClosed()) {
            LOG.warnf("Reading the feed of %s failed, closing its event stream: %s", owner, failure.getMessage());
            stream.closeForShutdown();
        }
    }
}
