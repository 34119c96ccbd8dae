package dev.reelay.api.sse;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;

import dev.reelay.api.wire.DeletedBody;
import dev.reelay.api.wire.VideoRepresentation;
import dev.reelay.progress.DeletedVideo;
import dev.reelay.progress.FeedChange;
import dev.reelay.progress.VideoSnapshot;
import dev.reelay.video.Video;

/** Encodes videos as Server-Sent Events (HTML standard, section 9.2), once for all streams with the same representation. */
record SseEncoder(VideoRepresentation representation) {

    SseChunk encode(FeedChange change) {
        return change instanceof DeletedVideo gone ? deletion(gone) : encode((VideoSnapshot) change);
    }

    /** Returns the event of a snapshot: its id, its name, and the video as JSON. */
    SseChunk encode(VideoSnapshot snapshot) {
        return snapshot.rendered(this, SseChunk.class,
                known -> event(known.id(), eventName(known.video()), representation.json(known)));
    }

    private static SseChunk deletion(DeletedVideo gone) {
        return event(gone.id(), "deleted", Json.encodeToBuffer(DeletedBody.of(gone.video().value())));
    }

    private static SseChunk event(long id, String name, Buffer data) {
        return new SseChunk(Buffer.buffer().appendString("id: %d\nevent: %s\ndata: ".formatted(id, name)).appendBuffer(data)
                .appendString("\n\n"));
    }

    private static String eventName(Video video) {
        return video.isTerminal() ? video.status().wireName() : "progress";
    }
}
