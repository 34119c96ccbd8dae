package dev.reelay.api.upload;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

import dev.reelay.api.body.BodyParser;
import dev.reelay.error.ReelayException;

/** One upload: its body, its fields, its files and its slot. All calls belong on the event loop of its request. */
public final class Upload {
    private final BodyReader body;
    private final FieldCollector collector;
    private final ImageFetcher images;
    private final ImageBytes fetched;
    private final Supplier<UploadSlots.Slot> slots;
    private Optional<UploadSlots.Slot> slot = Optional.empty();
    private @Nullable CreateVideoFields fields;

    /**
     * @param parser writes to the fields
     * @param fetched receives an image that the body names by URL
     * @param limit maximum number of bytes of the body
     * @param slots reserves a slot, or throws
     */
    Upload(HttpServerRequest request, BodyParser parser, FieldCollector collector, ImageFetcher images, ImageBytes fetched,
            long limit, Supplier<UploadSlots.Slot> slots) {
        this.body = new BodyReader(request, parser, collector::file, limit, this::reserve);
        this.collector = collector;
        this.images = images;
        this.fetched = fetched;
        this.slots = slots;
    }

    /** Returns the fields of the body. */
    public CreateVideoFields fields() {
        return requireNonNull(fields, "The body has not ended");
    }

    /**
     * Returns the reference image, if there is one, and fetches it first if the body names its URL; may be called once. Its
     * file exists as long as the upload.
     *
     * @return fails with {@code invalid_request} if there is no image that can be used, and with
     *         {@code rate_limit_exceeded} or {@code service_unavailable} if too many uploads are open
     */
    public Uni<Optional<CreateVideoFields.Image>> image() {
        return Uni.createFrom().deferred(() -> {
            Optional<CreateVideoFields.Image> sent = fields().requireImage();
            return fields().imageUrl().map(this::fetch).orElseGet(() -> Uni.createFrom().item(sent));
        });
    }

    private Uni<Optional<CreateVideoFields.Image>> fetch(String url) {
        reserve();
        return images.fetch(url, fetched)
                .chain(() -> Uploads.uni(() -> fetched.file().map(ImageFile::finish).orElseGet(Future::succeededFuture)))
                .map(written -> Optional.of(fetched.image()));
    }

    /** Reads the body up to its end, and its image into the file. Frees the slot if there is no image. */
    Future<Upload> read() {
        return body.read()
                .compose(ended -> collector.file().map(ImageFile::finish).orElseGet(Future::succeededFuture))
                .map(written -> {
                    fields = collector.fields();
                    if (collector.file().isEmpty()) {
                        release();
                    }
                    return this;
                });
    }

    /** Stops reading, deletes the files and frees the slot. */
    Future<Void> close() {
        body.stop();
        return Future
                .join(Stream.of(collector.file(), fetched.file()).flatMap(Optional::stream).map(ImageFile::delete).toList())
                .<Void> mapEmpty().onComplete(deleted -> release());
    }

    /** @throws ReelayException if too many uploads are open */
    private void reserve() {
        release();
        slot = Optional.of(slots.get());
    }

    private void release() {
        slot.ifPresent(UploadSlots.Slot::release);
    }
}
