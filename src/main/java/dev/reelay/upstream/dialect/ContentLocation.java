package dev.reelay.upstream.dialect;

import java.net.URI;
import java.util.Optional;

/**
 * The place of the content of a completed video at its upstream.
 *
 * @param url the URL that the status named; empty if the dialect derives it from the handle
 */
public record ContentLocation(Optional<URI> url) {
    /** The content is at an address that the dialect derives from the handle. */
    public static final ContentLocation BY_HANDLE = new ContentLocation(Optional.empty());
}
