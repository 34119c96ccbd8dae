package dev.reelay.chaos;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * A line in the history. A client writes it down before it sends a request, and after each thing that it sees. The number of
 * the call connects the lines of one request; {@code at} is the time since the start of the run in nanoseconds.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "note")
@JsonSubTypes({ @JsonSubTypes.Type(value = Note.Sent.class, name = "sent"),
        @JsonSubTypes.Type(value = Note.Seen.class, name = "seen"),
        @JsonSubTypes.Type(value = Note.Received.class, name = "received"),
        @JsonSubTypes.Type(value = Note.Ended.class, name = "ended"),
        @JsonSubTypes.Type(value = Note.Fault.class, name = "fault") })
public sealed interface Note {
    /** The status of a request whose response did not arrive as a whole: it may have had its effect or not. */
    int BROKEN = 0;

    /** Returns the number of the call, or 0 for a fault. */
    long call();

    long at();

    /** What a client asks for. */
    enum Action {
        CREATE,
        /** Reads one video, with or without a wait for its end. */
        READ,
        /** Reads the events of one video. */
        WATCH,
        /** Reads the events of all videos of the owner. */
        FOLLOW,
        CANCEL,
        DELETE,
        DOWNLOAD
    }

    /**
     * A request that is about to be sent. Texts are empty where they have no meaning.
     *
     * @param video the id of the video, empty for a create
     * @param prompt the prompt of a create; no other create of the run has the same
     * @param idempotencyKey of a create
     * @param lastEventId the position from which a stream is resumed, or -1
     */
    record Sent(long call, long at, int client, String node, String owner, Action action, String video, String prompt,
            String idempotencyKey, long lastEventId) implements Note {
    }

    /**
     * A video that a client saw, in a response or in an event.
     *
     * @param eventId the id of the event, or -1 in another response
     * @param status the word of the API, or {@code deleted}
     * @param error the error code of a failed video, or an empty text
     */
    record Seen(long call, long at, long eventId, String video, String status, int progress, String error) implements Note {
    }

    /**
     * Bytes of a video that arrived, whether more should have come or not.
     *
     * @param first the position of the first byte
     * @param total the length of the whole file as the response states it, or -1
     * @param sha256 the hash of the bytes that arrived
     */
    record Received(long call, long at, long first, long count, long total, String sha256) implements Note {
    }

    /**
     * The end of a call.
     *
     * @param status the status code, or {@link #BROKEN}
     * @param whole true if the response ended as HTTP says; false if the connection broke or the client left
     */
    record Ended(long call, long at, int status, boolean whole) implements Note {
    }

    /** A fault that began or ended; no rule reads it, it helps people. */
    record Fault(long call, long at, String what) implements Note {
    }
}
