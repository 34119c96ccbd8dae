package dev.reelay.api.sse;

import org.jspecify.annotations.Nullable;

import dev.reelay.api.wire.VideoRepresentation;
import dev.reelay.progress.ProgressBus;
import dev.reelay.progress.VideoListener;
import dev.reelay.progress.VideoSnapshot;
import dev.reelay.video.VideoId;

/** Streams the versions of one video, each once. A slow client skips intermediate versions; it always gets the last one. */
final class VideoEventSource implements VideoListener, SseConnection.Source {
    private final SseConnection stream;
    private final ProgressBus bus;
    private final VideoId id;
    private final SseEncoder encoder;
    private long seen;
    private @Nullable VideoSnapshot latest;

    /** @param seen last version that the client received, or {@link LastEventId#NONE} */
    VideoEventSource(SseConnection stream, ProgressBus bus, VideoId id, VideoRepresentation representation, long seen) {
        this.stream = stream;
        this.bus = bus;
        this.id = id;
        this.encoder = new SseEncoder(representation);
        this.seen = seen;
    }

    void start() {
        stream.attach(this);
        stream.open();
        bus.join(id, stream.eventLoop(), this);
    }

    @Override
    public void onUpdate(VideoSnapshot snapshot) {
        // The end counts with any version: after the loss of a database, its copy may have lower ones than the client saw.
        if (stream.isClosed() || snapshot.id() <= seen && !snapshot.video().isTerminal()) {
            return;
        }
        if (stream.isFull()) {
            latest = snapshot;
            return;
        }
        seen = snapshot.id();
        if (snapshot.video().isTerminal()) {
            stream.end(encoder.encode(snapshot));
        } else {
            stream.send(encoder.encode(snapshot));
        }
    }

    /** Ends the stream, unless its last event still waits for a slow client and will end it. */
    @Override
    public void onDeleted() {
        boolean endWaits = latest != null && latest.video().isTerminal();
        if (!stream.isClosed() && !endWaits) {
            stream.end();
        }
    }

    @Override
    public void onWritable() {
        if (latest != null) {
            VideoSnapshot missed = latest;
            latest = null;
            onUpdate(missed);
        }
    }

    @Override
    public void onClosed() {
        bus.leave(id, stream.eventLoop(), this);
    }
}
