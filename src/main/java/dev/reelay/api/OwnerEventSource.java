package dev.reelay.api;

import org.jboss.logging.Logger;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;

import dev.reelay.progress.FeedPage;
import dev.reelay.progress.OwnerFeedListener;
import dev.reelay.progress.OwnerFeeds;
import dev.reelay.progress.VideoSnapshot;

/**
 * Tells a caller of all its videos. As long as it keeps up it is handed what is read once for everybody; when it fell
 * behind it reads on by itself.
 */
final class OwnerEventSource implements OwnerFeedListener, SseConnection.Source {
    private static final Logger LOG = Logger.getLogger(OwnerEventSource.class);

    private final SseConnection stream;
    private final OwnerFeeds feeds;
    private final String owner;
    private final SseEncoder encoder;
    private long position;
    private boolean reading;
    private boolean behind;

    OwnerEventSource(SseConnection stream, OwnerFeeds feeds, String owner, VideoRepresentation representation) {
        this.stream = stream;
        this.feeds = feeds;
        this.owner = owner;
        this.encoder = new SseEncoder(representation);
    }

    /** @param seen the position that the caller has read up to */
    void start(long seen) {
        position = seen;
        stream.open(this);
        feeds.join(owner, stream.eventLoop(), this);
        read(seen == LastEventId.NONE ? feeds.open(owner) : feeds.resume(owner, seen));
    }

    @Override
    public void onPage(FeedPage batch) {
        if (stream.isClosed() || batch.to() <= position) {
            return;
        }
        if (reading || batch.from() > position || stream.isFull()) {
            behind = true;
            onWritable();
        } else {
            tell(batch);
        }
    }

    @Override
    public void onWritable() {
        if (behind && !reading && !stream.isClosed() && !stream.isFull()) {
            read(feeds.after(owner, position));
        }
    }

    @Override
    public void onClosed() {
        feeds.leave(owner, stream.eventLoop(), this);
    }

    private void read(Uni<FeedPage> next) {
        reading = true;
        behind = false;
        next.emitOn(stream.eventLoop()).subscribe().with(this::caughtUp, this::broken);
    }

    private void caughtUp(FeedPage batch) {
        reading = false;
        if (!stream.isClosed()) {
            behind |= !batch.news().isEmpty(); // there may be more than a batch
            position = batch.from(); // not what the caller said, where that was of another feed
            tell(batch);
            onWritable();
        }
    }

    private void tell(FeedPage batch) {
        long last = position;
        for (VideoSnapshot news : batch.news()) {
            if (news.id() > position) {
                stream.send(encoder.encode(news));
                last = news.id();
            }
        }
        if (batch.to() > last) { // an id without data: read up to here, with nothing to tell of
            stream.send(new SseChunk(Buffer.buffer("id: %d\n\n".formatted(batch.to()))));
        }
        position = Math.max(position, batch.to());
    }

    /** The caller comes back with what it has. */
    private void broken(Throwable failure) {
        if (!stream.isClosed()) {
            LOG.warnf("The event stream of %s breaks off: %s", owner, failure.getMessage());
            stream.closeForShutdown();
        }
    }
}
