package dev.reelay.content.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.smallrye.mutiny.Multi;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

import mutiny.zero.flow.adapters.AdaptersToReactiveStreams;

class TempFileTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final int CHUNK = 64 * 1024;

    private final Vertx vertx = Vertx.vertx();
    private final List<ByteBuffer> chunks = IntStream.range(0, 40).mapToObj(number -> ByteBuffer.wrap(new byte[CHUNK]))
            .toList();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void writeStoresAllBytes() throws Exception {
        Path file = folder.resolve("draft");

        assertThat(fill(file, Multi.createFrom().iterable(chunks)).get()).isEqualTo(40L * CHUNK);

        assertThat(Files.size(file)).isEqualTo(40L * CHUNK);
    }

    @Test
    void fullDiskFailsWithItsError() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "skipped: needs a /dev/full");

        assertThatThrownBy(() -> fill(full, Multi.createFrom().iterable(chunks)).get())
                .hasRootCauseMessage("No space left on device");
    }

    @Test
    void missingDirectoryFailsWithPath() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> fill(file.resolve("draft"), Multi.createFrom().iterable(chunks)).get())
                .hasMessageContaining("draft");
    }

    @Test
    void failedOrStalledSourceFailsWrite() {
        Multi<ByteBuffer> cut = Multi.createFrom().iterable(chunks)
                .onCompletion().failWith(() -> new IllegalStateException("cut"));

        assertThatThrownBy(() -> fill(folder.resolve("cut"), cut).get()).hasRootCauseMessage("cut");
        assertThatThrownBy(() -> fill(folder.resolve("silent"), Multi.createFrom().nothing(), SHORT).get())
                .hasRootCauseMessage("no byte moved");
    }

    @Test
    void emptySourceFailsWrite() {
        assertThatThrownBy(() -> fill(folder.resolve("empty"), Multi.createFrom().empty()).get())
                .hasRootCauseMessage("The content is empty");
    }

    private CompletableFuture<Long> fill(Path file, Multi<ByteBuffer> bytes) {
        return fill(file, bytes, LONG);
    }

    private CompletableFuture<Long> fill(Path file, Multi<ByteBuffer> bytes, Duration idle) {
        CompletableFuture<Long> filled = new CompletableFuture<>();
        vertx.runOnContext(now -> new TempFile(file, vertx)
                .write(() -> Future.succeededFuture(PublisherByteSource.of(AdaptersToReactiveStreams.publisher(bytes),
                        vertx.getOrCreateContext())), idle)
                .onSuccess(filled::complete).onFailure(filled::completeExceptionally));
        return filled;
    }
}
