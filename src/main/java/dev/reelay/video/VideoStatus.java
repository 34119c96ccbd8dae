package dev.reelay.video;

import java.util.Map;
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
 * {@link #SUBMITTING} is written before the upstream is called, so that after a crash it is known that the call may
 * have been made; it goes back to {@link #SUBMITTED} where the upstream surely did not take the job. A create that was cut, or
 * timed out, or whose node died, stays in it until its outcome is known: the same create is sent again, to the same
 * account under the same key, where the upstream honours {@code Idempotency-Key}. Any other upstream cannot be asked. A list
 * of its videos carries no key of ours, and of two equal prompts nobody can tell which is which; so the video ends as
 * {@link #FAILED}, and says that the upstream may have accepted it. Callers see the manual's four words only (section
 * "状态说明").
 */
public enum VideoStatus {
    SUBMITTED("submitted"),
    SUBMITTING("submitted"),
    IN_PROGRESS("in_progress"),
    COMPLETED("completed"),
    FAILED("failed");

    private static final Map<VideoStatus, Set<VideoStatus>> NEXT = Map.of(
            SUBMITTED, Set.of(SUBMITTING, FAILED),
            SUBMITTING, Set.of(SUBMITTED, IN_PROGRESS, FAILED),
            IN_PROGRESS, Set.of(IN_PROGRESS, COMPLETED, FAILED),
            COMPLETED, Set.of(),
            FAILED, Set.of());

    private final String wireName;

    VideoStatus(String wireName) {
        this.wireName = wireName;
    }

    /** The manual's word for it. */
    public String wireName() {
        return wireName;
    }

    public boolean isTerminal() {
        return NEXT.get(this).isEmpty();
    }

    public boolean canBecome(VideoStatus next) {
        return NEXT.get(this).contains(next);
    }
}
