package dev.reelay.api.upload;

import java.util.Optional;
import java.util.function.Supplier;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

import dev.reelay.api.body.BodyParser;

/** One upload: its body, its fields, its file and its slot. All calls belong on the event loop of its request. */
final class Upload {
    private final BodyReader body;
    private final FieldCollector fields;
    private final Supplier<UploadSlots.Slot> slots;
    private Optional<UploadSlots.Slot> slot = Optional.empty();

    /**
     * @param parser writes to the fields
     * @param limit maximum number of bytes of the body
     * @param slots reserves a slot, or throws
     */
    Upload(HttpServerRequest request, BodyParser parser, FieldCollector fields, long limit, Supplier<UploadSlots.Slot> slots) {
        this.body = new BodyReader(request, parser, fields::file, limit, this::reserve);
        this.fields = fields;
        this.slots = slots;
    }

    /** Reads the body up to its end, and its image into the file. Frees the slot if there is no image. */
    Future<CreateVideoFields> read() {
        return body.read()
                .compose(ended -> fields.file().map(ImageFile::finish).orElseGet(Future::succeededFuture))
                .map(written -> fields.fields())
                .onSuccess(read -> {
                    if (fields.file().isEmpty()) {
                        release();
                    }
                });
    }

    /** Stops reading, deletes the file and frees the slot. */
    Future<Void> close() {
        body.stop();
        return fields.file().map(ImageFile::delete).orElseGet(Future::succeededFuture).onComplete(deleted -> release());
    }

    private void reserve() {
        slot = Optional.of(slots.get());
    }

    private void release() {
        slot.ifPresent(UploadSlots.Slot::release);
    }
}
