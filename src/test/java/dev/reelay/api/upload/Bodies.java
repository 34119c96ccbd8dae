package dev.reelay.api.upload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import io.vertx.core.Future;
import io.vertx.core.Vertx;

import dev.reelay.api.body.BodyParser;
import dev.reelay.api.body.FormParser;
import dev.reelay.api.body.JsonBodyParser;

/** Reads bodies of creates on an event loop, as the server does. */
final class Bodies implements AutoCloseable {
    static final String BOUNDARY = "b-b";
    static final int TEXT_LIMIT = 1000;

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger files = new AtomicInteger();
    private final Path directory;

    /** @param image bytes of the file of the image */
    record Received(CreateVideoFields fields, Optional<byte[]> image) {
        /** Returns all that a create consists of, as text. */
        String describe() {
            return "%s %s %s".formatted(fields.texts(), fields.problems().values().stream()
                    .map(problem -> problem.param().orElse("") + ": " + problem.getMessage()).sorted().toList(),
                    fields.image().map(image -> image.reference().type() + " " + HexFormat.of().formatHex(image.sha256())));
        }
    }

    Bodies(Path directory) {
        this.directory = directory;
    }

    Received json(List<byte[]> pieces) {
        return read(pieces, fields -> new JsonBodyParser(new CreateJson(fields)));
    }

    Received json(String body) {
        return json(List.of(body.getBytes(UTF_8)));
    }

    Received form(List<byte[]> pieces) {
        return read(pieces, fields -> new FormParser(BOUNDARY, new CreateForm(fields)));
    }

    Vertx vertx() {
        return vertx;
    }

    Path newFile() {
        return directory.resolve("image" + files.incrementAndGet());
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Received read(List<byte[]> pieces, Function<FieldCollector, BodyParser> parser) {
        FieldCollector collector = new FieldCollector(TEXT_LIMIT, () -> new ImageFile(newFile(), vertx.fileSystem()));
        CompletableFuture<Received> received = new CompletableFuture<>();
        vertx.runOnContext(now -> Future.<Void> future(done -> {
            BodyParser body = parser.apply(collector);
            pieces.forEach(body::feed);
            body.end();
            collector.file().map(ImageFile::finish).orElseGet(Future::succeededFuture).onComplete(done);
        }).map(ended -> new Received(collector.fields(), collector.file().map(file -> bytes(file.path()))))
                .onSuccess(received::complete).onFailure(received::completeExceptionally));
        return join(received);
    }

    private static Received join(CompletableFuture<Received> received) {
        try {
            return received.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
