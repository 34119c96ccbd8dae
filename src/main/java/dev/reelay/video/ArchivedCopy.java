package dev.reelay.video;

import java.time.Instant;

/**
 * The gateway's own copy of a video's content.
 *
 * @param at since when there is one
 * @param bytes its length: a file of another length is not it
 */
public record ArchivedCopy(Instant at, long bytes) {
}
