package dev.reelay.content;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Supplier;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.OpenOptions;

/** A file that is being written, and that nobody sees under this name. */
record TempFile(Path file, Vertx vertx) {
    /**
     * Writes all bytes of a source, and sees to it that they are on the disk for good.
     *
     * @param source asked for once the file is open: a disk that is not usable costs the upstream nothing
     * @return how many bytes; fails with what ended the source, or with what the disk said
     */
    Future<Long> write(Supplier<Future<ByteSource>> source, Duration idleTimeout) {
        return vertx.fileSystem().open(file.toString(), new OpenOptions().setRead(false))
                .compose(open -> source.get()
                        .compose(bytes -> new StreamTransfer(bytes, open).start(vertx, idleTimeout))
                        .eventually(() -> open.close()))
                .compose(bytes -> vertx.executeBlocking(() -> settled(bytes)));
    }

    /** A disk that became full on the last bytes tells by the length. */
    private long settled(long bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
            if (bytes == 0 || channel.size() != bytes) {
                throw new IOException("%d of %d bytes are in the file".formatted(channel.size(), bytes));
            }
            return bytes;
        }
    }
}
