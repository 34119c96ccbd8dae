package dev.reelay.video;

import java.nio.file.Path;

/** The reference image of a create, in a temporary file that exists as long as the request. */
public record ReferenceImage(Path file, ImageType type) {
}
