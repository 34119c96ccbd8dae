package dev.reelay.video;

import java.time.Instant;

/**
 * The gateway's own copy of a video's content.
 *
 * @param at the time when it was stored
 * @param bytes its length; a file of another length is damaged
 */
public record ArchivedCopy(Instant at, long bytes) {
}
