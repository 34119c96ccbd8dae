package dev.reelay.video;

import java.util.Set;

/**
 * The life cycle of a video.
 *
 * <pre>
 * SUBMITTED ⇄ SUBMITTING → IN_PROGRESS ⟲ → COMPLETED
 *     │           │             │
 *     └───────────┴─────────────┴────────→ FAILED
 * </pre>
 *
 * {@link #SUBMITTING} is stored before the create is sent, so that after a crash the row shows a possible create. If the
 * upstream surely did not accept the create, the video returns to {@link #SUBMITTED}. After a broken connection, a timeout
 * or a crash of the node the outcome is unknown. An upstream that honours {@code Idempotency-Key} then gets the same create
 * again, from the same account with the same key. No other upstream can report the outcome: its list of videos does not
 * contain our key, and two videos may have the same prompt. There the video ends as {@link #FAILED}, with the message that
 * the upstream may have accepted it (ADR 2). Clients see the four status values of the contract (contract 6).
 */
public enum VideoStatus {
    SUBMITTED("submitted"),
    SUBMITTING("submitted"),
    IN_PROGRESS("in_progress"),
    COMPLETED("completed"),
    FAILED("failed");

    private final String wireName;

    VideoStatus(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the status value of the contract (contract 6). */
    public String wireName() {
        return wireName;
    }

    public boolean isTerminal() {
        return this == COMPLETED || this == FAILED;
    }

    public boolean canBecome(VideoStatus next) {
        return next().contains(next);
    }

    private Set<VideoStatus> next() {
        return switch (this) {
            case SUBMITTED -> Set.of(SUBMITTING, FAILED);
            case SUBMITTING -> Set.of(SUBMITTED, IN_PROGRESS, FAILED);
            case IN_PROGRESS -> Set.of(IN_PROGRESS, COMPLETED, FAILED);
            case COMPLETED, FAILED -> Set.of();
        };
    }
}
