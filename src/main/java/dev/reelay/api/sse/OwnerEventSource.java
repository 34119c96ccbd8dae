package dev.reelay.api.sse;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;

import dev.reelay.api.wire.VideoRepresentation;
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
    private final FeedCursor cursor;

    /** @param seen id of the last event that the client received, or {@link LastEventId#NONE} */
    OwnerEventSource(SseConnection stream, OwnerFeeds feeds, String owner, VideoRepresentation representation, long seen) {
        this.stream = stream;
        this.feeds = feeds;
        this.owner = owner;
        this.encoder = new SseEncoder(representation);
        this.cursor = new FeedCursor(seen);
    }

    /** Opens the stream of a client that knows its position, whatever the database does, and subscribes to the feed. */
    void resume() {
        stream.attach(this);
        stream.open();
        feeds.join(owner, stream.eventLoop(), this, false);
        read(feeds.resume(owner, cursor.position()));
    }

    /**
     * Subscribes to the feed, and opens the stream once its first page is known: a change after the head of the response is
     * never missed, because the client either gets it or knows a position before it.
     *
     * @return fails before the head if the database does not answer
     */
    Future<Void> start() {
        Promise<Void> begun = Promise.promise();
        cursor.beginRead();
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
        if (stream.isClosed()) {
            return;
        }
        if (cursor.accepts(page, stream.isFull())) {
            send(page);
        } else {
            onWritable();
        }
    }

    @Override
    public void onRewind() {
        if (!stream.isClosed() && cursor.rewind()) {
            read(feeds.open(owner));
        }
    }

    @Override
    public void onWritable() {
        if (cursor.needsRead() && !stream.isClosed() && !stream.isFull()) {
            read(feeds.after(owner, cursor.position()));
        }
    }

    @Override
    public void onClosed() {
        feeds.leave(owner, stream.eventLoop(), this);
    }

    private void read(Uni<FeedPage> next) {
        cursor.beginRead();
        next.emitOn(stream.eventLoop()).subscribe().with(this::caughtUp, this::broken);
    }

    private void caughtUp(FeedPage page) {
        if (stream.isClosed()) {
            return;
        }
        if (cursor.endRead(page)) {
            send(page);
            onWritable();
        } else {
            read(feeds.open(owner));
        }
    }

    private void send(FeedPage page) {
        cursor.advance(page, change -> stream.send(encoder.encode(change)), this::mark);
    }

    /** Sends an id without data, which moves the client's position without an event. */
    private void mark(long position) {
        stream.send(new SseChunk(Buffer.buffer("id: %d\n\n".formatted(position))));
    }

    /** Closes the stream. The client reconnects with its last event id. */
    private void broken(Throwable failure) {
        if (!stream.isClosed()) {
            LOG.warnf("Reading the feed of %s failed, closing its event stream: %s", owner, failure.getMessage());
            stream.closeForShutdown();
        }
    }
}
