package dev.reelay.content.pipe;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Supplier;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;

import dev.reelay.content.pipe.StreamTransfer.SinkClosedException;

/** A file under a temporary name, which is written once and then stored under another name. */
public record TempFile(Path file, Vertx vertx) {
    /**
     * Writes all bytes of a source and syncs them to the disk.
     *
     * @param source opened after the file, so that an unusable disk causes no request to the upstream
     * @return the number of bytes; fails with {@link DiskException}, with the failure of the source, or for an empty content
     */
    public Future<Long> write(Supplier<Future<ByteSource>> source, Duration idleTimeout) {
        return vertx.fileSystem().open(file.toString(), new OpenOptions().setRead(false))
                .recover(failure -> Future.failedFuture(new DiskException(failure)))
                .compose(open -> source.get()
                        .compose(bytes -> new StreamTransfer(bytes, open).start(vertx, idleTimeout))
                        .recover(failure -> Future.failedFuture(
                                failure instanceof SinkClosedException ? new DiskException(failure) : failure))
                        .eventually(() -> open.close()))
                .compose(bytes -> vertx.executeBlocking(() -> settled(bytes)));
    }

    /** Syncs the file and checks its length, which is too short if the disk became full on the last bytes. */
    private long settled(long bytes) throws IOException {
        if (bytes == 0) {
            throw new IOException("The content is empty");
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
            if (channel.size() != bytes) {
                throw new IOException("%d of %d bytes are in the file".formatted(channel.size(), bytes));
            }
            return bytes;
        } catch (IOException e) {
            throw new DiskException(e);
        }
    }

    /** Reports that the disk failed, and not the source. */
    public static final class DiskException extends IOException {
        private static final long serialVersionUID = 1L;

        DiskException(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }
}
