package dev.reelay.video;

import java.nio.file.Path;

/** A reference image that came with a create: a file that lasts as long as the request. */
public record ReferenceImage(Path file, ImageType type) {
}
