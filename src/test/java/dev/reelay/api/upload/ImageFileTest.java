package dev.reelay.api.upload;

import static dev.reelay.testing.Waits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.vertx.core.Future;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

class ImageFileTest {
    private static final int CHUNK = 8 * 1024;

    @TempDir
    Path directory;

    private Bodies bodies;

    @BeforeEach
    void start() {
        bodies = new Bodies(directory);
    }

    @AfterEach
    void stop() {
        bodies.close();
    }

    @Test
    void writerThatWaitsForTheDiskWritesAllBytes() throws Exception {
        byte[] image = new byte[3_000_001];
        new Random(1).nextBytes(image);
        Path path = bodies.newFile();

        AtomicInteger waits = new AtomicInteger();
        byte[] sha256 = onEventLoop(path, file -> writeAll(image, 0, file, waits).compose(written -> file.finish())
                .map(finished -> file.sha256()));

        assertThat(path).hasBinaryContent(image);
        assertThat(sha256).isEqualTo(MessageDigest.getInstance("SHA-256").digest(image));
        assertThat(waits).as("the writer is faster than the disk").hasPositiveValue();
    }

    @Test
    void fileIsDeletedWhileItIsWritten() throws Exception {
        Path path = bodies.newFile();

        onEventLoop(path, file -> {
            for (int chunk = 0; chunk < 100; chunk++) {
                file.write(new byte[CHUNK], 0, CHUNK);
            }
            return file.delete();
        });

        assertThat(path).doesNotExist();
    }

    @Test
    void failureOfTheDiskFailsTheEndAndStopsNoWriter() throws Exception {
        Path path = directory.resolve("missing").resolve("image");

        Throwable failure = onEventLoop(path, file -> writeAll(new byte[1_000_000], 0, file, new AtomicInteger())
                .compose(written -> file.finish()).<Throwable> mapEmpty().otherwise(failed -> failed)
                .compose(result -> file.delete().map(result)));

        assertThat(failure).isInstanceOfSatisfying(ReelayException.class, exception -> {
            assertThat(exception.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
            assertThat(exception.retryAfter()).isPresent();
        });
    }

    @Test
    void existingFileIsNotOverwritten() throws Exception {
        Path path = Files.writeString(bodies.newFile(), "other");

        Boolean failed = onEventLoop(path, file -> {
            file.write(new byte[1], 0, 1);
            return file.finish().map(false).otherwise(true).compose(result -> file.delete().map(result));
        });

        assertThat(failed).isTrue();
        assertThat(path).hasContent("other");
    }

    /** Writes from that index on, and waits as the reader of a body does. */
    private static Future<Void> writeAll(byte[] image, int from, ImageFile file, AtomicInteger waits) {
        int at = from;
        while (at < image.length) {
            int end = Math.min(image.length, at + CHUNK);
            file.write(image, at, end);
            at = end;
            if (file.isFull()) {
                int next = at;
                waits.incrementAndGet();
                return Future.<Void> future(writable -> file.onWritable(writable::complete))
                        .compose(ready -> writeAll(image, next, file, waits));
            }
        }
        return Future.succeededFuture();
    }

    private <T> T onEventLoop(Path path, Function<ImageFile, Future<T>> work) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        bodies.vertx().runOnContext(now -> work.apply(new ImageFile(path, bodies.vertx().fileSystem()))
                .onSuccess(result::complete).onFailure(result::completeExceptionally));
        return result.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }
}
