package dev.reelay.api.sse;

import io.vertx.core.buffer.Buffer;

import dev.reelay.api.wire.VideoRepresentation;
import dev.reelay.progress.VideoSnapshot;
import dev.reelay.video.Video;

/** Encodes videos as Server-Sent Events (HTML standard, section 9.2), once for all streams with the same representation. */
record SseEncoder(VideoRepresentation representation) {

    /** Returns the event of a snapshot: its id, its name, and the video as JSON. */
    SseChunk encode(VideoSnapshot snapshot) {
        return snapshot.rendered(this, SseChunk.class, known -> new SseChunk(Buffer.buffer()
                .appendString("id: %d\nevent: %s\ndata: ".formatted(known.id(), eventName(known.video())))
                .appendBuffer(representation.json(known)).appendString("\n\n")));
    }

    private static String eventName(Video video) {
        return video.isTerminal() ? video.status().wireName() : "progress";
    }
}
