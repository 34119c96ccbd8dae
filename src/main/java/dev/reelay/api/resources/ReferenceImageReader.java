package dev.reelay.api.resources;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;

import dev.reelay.api.wire.CreateVideoFields;
import dev.reelay.error.ReelayException;
import dev.reelay.video.Fingerprint;
import dev.reelay.video.ImageType;
import dev.reelay.video.ReferenceImage;

/** Reads the reference image of a create from a file or data URL, and detects its type from its first bytes. */
@ApplicationScoped
class ReferenceImageReader {
    /** Exclusive limit in bytes (contract 9). */
    static final long SIZE_LIMIT = 10L * 1024 * 1024;

    private static final String DATA_URL = "data:";
    private static final String BASE64 = ";base64,";
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Vertx vertx;

    ReferenceImageReader(Vertx vertx) {
        this.vertx = vertx;
    }

    /** @param sha256 hash of the bytes of the image */
    record Inspected(ReferenceImage image, byte[] sha256) {
    }

    /**
     * Validates the reference image of the form, if there is one, and calls {@code use} with it. The file of the image exists
     * until {@code use} ends.
     *
     * @return the result of {@code use}; fails with {@code invalid_request} if the image is too large or of another type
     */
    <T> Uni<T> withImage(CreateVideoFields form, Function<Optional<Inspected>, Uni<T>> use) {
        if (form.imageFile().isPresent()) {
            Path file = form.imageFile().get();
            return onWorker(() -> urlIn(file))
                    .chain(url -> url.isPresent() ? withUrl(url.get(), use) : withFile(file, use));
        }
        return form.imageUrl().isPresent() ? withUrl(form.imageUrl().get(), use) : use.apply(Optional.empty());
    }

    private <T> Uni<T> withUrl(String url, Function<Optional<Inspected>, Uni<T>> use) {
        return onWorker(() -> decoded(url))
                .chain(file -> withFile(file, use).eventually(() -> vertx.fileSystem().delete(file.toString())));
    }

    private <T> Uni<T> withFile(Path file, Function<Optional<Inspected>, Uni<T>> use) {
        return inspected(file).chain(image -> use.apply(Optional.of(image)));
    }

    private Uni<Inspected> inspected(Path file) {
        return onWorker(() -> inspect(file));
    }

    /** Runs blocking file access on a worker thread. */
    private <T> Uni<T> onWorker(Callable<T> work) {
        return vertx.executeBlocking(work, false);
    }

    private static Inspected inspect(Path file) throws IOException {
        if (Files.size(file) >= SIZE_LIMIT) {
            throw invalid("is too large: it must be under 10 MB");
        }
        MessageDigest digest = Fingerprint.sha256Digest();
        byte[] start;
        try (InputStream bytes = Files.newInputStream(file)) {
            start = bytes.readNBytes(ImageType.MAGIC_LENGTH);
            digest.update(start);
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        ImageType type = ImageType.of(start).orElseThrow(() -> invalid("is not an image that can be used. Allowed: PNG, JPEG"));
        return new Inspected(new ReferenceImage(file, type), digest.digest());
    }

    private static Optional<String> urlIn(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            byte[] scheme = DATA_URL.getBytes(StandardCharsets.US_ASCII);
            return Arrays.equals(bytes.readNBytes(scheme.length), scheme)
                    ? Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1))
                    : Optional.empty();
        }
    }

    private static Path decoded(String url) throws IOException {
        int comma = url.indexOf(BASE64);
        if (!url.startsWith(DATA_URL) || comma < 0) {
            throw invalid("must be the image itself: a file, or a data URL in base64");
        }
        byte[] bytes;
        try {
            bytes = Base64.getMimeDecoder().decode(url.substring(comma + BASE64.length()));
        } catch (IllegalArgumentException e) {
            throw invalid("is not valid base64");
        }
        return Files.write(Files.createTempFile("reelay-", ".image"), bytes);
    }

    private static ReelayException invalid(String problem) {
        return ReelayException.invalid(CreateVideoFields.IMAGE, "Parameter input_reference " + problem);
    }
}
