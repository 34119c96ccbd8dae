package dev.reelay.api.upload;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.reelay.api.body.ValueSink;
import dev.reelay.error.ReelayException;
import dev.reelay.video.ImageType;
import dev.reelay.video.ReferenceImage;

/** Writes the bytes of a reference image to a file, up to the limit. The owner of the file finishes and deletes it. */
final class ImageBytes implements ValueSink {
    /** Exclusive limit in bytes (contract 9). */
    private static final long SIZE_LIMIT = 10L * 1024 * 1024;

    private final Set<ImageType> allowed;
    private final Supplier<ImageFile> newFile;
    private Optional<ImageFile> file = Optional.empty();
    private boolean tooLarge;

    /**
     * @param allowed the types of images that can be used
     * @param newFile opens the file, before its first byte
     */
    ImageBytes(Set<ImageType> allowed, Supplier<ImageFile> newFile) {
        this.allowed = allowed;
        this.newFile = newFile;
    }

    /** Returns the file, if there is a byte. */
    Optional<ImageFile> file() {
        return file;
    }

    /** Returns true once there are too many bytes; further ones are dropped. */
    boolean isTooLarge() {
        return tooLarge;
    }

    @Override
    public void write(byte[] bytes, int from, int to) {
        if (from < to && !tooLarge) {
            ImageFile target = file.orElseGet(newFile);
            file = Optional.of(target);
            tooLarge = target.size() + to - from >= SIZE_LIMIT;
            if (!tooLarge) {
                target.write(bytes, from, to);
            }
        }
    }

    @Override
    public void end() {
        // The owner of the file finishes it.
    }

    /**
     * Returns the image, after its last byte; may be called once.
     *
     * @throws ReelayException with {@code invalid_request} if it is no image that can be used
     */
    CreateVideoFields.Image image() {
        if (tooLarge) {
            throw tooLarge();
        }
        return file
                .flatMap(written -> ImageType.of(written.start()).filter(allowed::contains)
                        .map(type -> new CreateVideoFields.Image(
                                new ReferenceImage(written.path(), type), written.sha256())))
                .orElseThrow(() -> ReelayException.invalid(CreateVideoFields.IMAGE,
                        "Parameter input_reference is not an image that can be used. Allowed: " + allowed.stream()
                                .map(ImageType::name).collect(Collectors.joining(", "))));
    }

    /** Returns the error of an image that is too large. */
    static ReelayException tooLarge() {
        return ReelayException.invalid(CreateVideoFields.IMAGE,
                "Parameter input_reference is too large: it must be under 10 MB");
    }
}
