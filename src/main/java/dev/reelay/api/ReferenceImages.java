package dev.reelay.api;

import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.resteasy.reactive.multipart.FileUpload;
import org.jspecify.annotations.Nullable;

import io.smallrye.mutiny.Uni;
import io.vertx.core.file.OpenOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;

import dev.reelay.error.ReelayException;
import dev.reelay.video.ImageType;
import dev.reelay.video.ReferenceImage;

/** Judges the reference image of a create by its bytes, whatever its part says of it. */
@ApplicationScoped
class ReferenceImages {
    /** The manual: under 10 MB (section "配额和限制"). */
    static final long SIZE_LIMIT = 10L * 1024 * 1024;
    private static final String PARAM = "input_reference";

    private final Vertx vertx;

    ReferenceImages(Vertx vertx) {
        this.vertx = vertx;
    }

    Uni<Optional<ReferenceImage>> checked(@Nullable FileUpload upload) {
        if (upload == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        if (upload.size() >= SIZE_LIMIT) {
            throw ReelayException.invalid(PARAM, "Parameter input_reference is too large: it must be under 10 MB");
        }
        return firstBytes(upload.uploadedFile().toString())
                .map(start -> ImageType.of(start.getBytes()).orElseThrow(() -> ReelayException.invalid(PARAM,
                        "Parameter input_reference is not an image that can be used. Allowed: PNG, JPEG")))
                .map(type -> Optional.of(new ReferenceImage(upload.uploadedFile(), type)));
    }

    private Uni<Buffer> firstBytes(String file) {
        return vertx.fileSystem().open(file, new OpenOptions().setWrite(false).setCreate(false))
                .chain(opened -> opened.read(Buffer.buffer(), 0, 0, ImageType.MAGIC_LENGTH).eventually(opened::close));
    }
}
