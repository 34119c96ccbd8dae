package dev.reelay.api.upload;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;

import org.jboss.logging.Logger;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.FileSystem;
import io.vertx.core.file.OpenOptions;

import dev.reelay.async.FailureLog;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.video.Fingerprint;
import dev.reelay.video.ImageType;

/**
 * Writes an image to a file as it arrives, without waiting for the disk, and computes its hash. Keeps up to three pieces of
 * {@value #PIECE_BYTES} bytes if the writer stops while {@link #isFull}. All calls belong on one event loop.
 */
final class ImageFile {
    private static final int PIECE_BYTES = 64 * 1024;
    private static final Runnable NOTHING = () -> {
    };
    /** One for all files, because they share the disk. */
    private static final FailureLog DISK = new FailureLog(Logger.getLogger(ImageFile.class), "Storing an image of a create");
    private static final Duration MAY_HAVE_ROOM = Duration.ofSeconds(5);

    private final Path path;
    private final FileSystem files;
    private final MessageDigest digest = Fingerprint.sha256Digest();
    private final byte[] start = new byte[ImageType.MAGIC_LENGTH];
    private long size;

    private final Future<AsyncFile> file;
    /** Completes when all pieces so far are written. */
    private Future<Void> written;
    /** Grows with the image, because many small images may be open. */
    private Buffer piece = Buffer.buffer();
    private int unwritten;
    private Runnable onWritable = NOTHING;

    /** @param path of a file that does not exist */
    ImageFile(Path path, FileSystem files) {
        this.path = path;
        this.files = files;
        this.file = files.open(path.toString(), new OpenOptions().setRead(false).setCreateNew(true));
        this.written = file.mapEmpty();
    }

    Path path() {
        return path;
    }

    /** Returns the number of bytes so far. */
    long size() {
        return size;
    }

    /** Returns the first {@link ImageType#MAGIC_LENGTH} bytes, or all bytes of a shorter file. */
    byte[] start() {
        return Arrays.copyOf(start, (int) Math.min(size, start.length));
    }

    /** Returns the hash of all bytes; may be called once. */
    byte[] sha256() {
        return digest.digest();
    }

    void write(byte[] bytes, int from, int to) {
        for (int at = from; at < to && size + at - from < start.length; at++) {
            start[(int) size + at - from] = bytes[at];
        }
        size += to - from;
        digest.update(bytes, from, to - from);
        if (piece.length() + to - from > PIECE_BYTES) {
            flush();
        }
        piece.appendBytes(bytes, from, to - from);
    }

    /** Returns true while the disk is slower than the writer, which should wait for {@link #onWritable}. */
    boolean isFull() {
        return unwritten > PIECE_BYTES;
    }

    /** Calls {@code action} once, as soon as the file is not full any more; replaces an earlier action. */
    void onWritable(Runnable action) {
        onWritable = action;
    }

    /** Writes the rest, and closes the file; fails with {@code service_unavailable} if the disk failed, such as a full one. */
    Future<Void> finish() {
        flush();
        return close().onSuccess(stored -> DISK.succeeded()).onFailure(DISK::failed)
                .recover(failure -> Future.failedFuture(ReelayException.later(ErrorCode.SERVICE_UNAVAILABLE,
                        "The gateway cannot store an image now; try again", MAY_HAVE_ROOM)));
    }

    /** Closes and deletes the file, if it could be created; never fails. */
    Future<Void> delete() {
        return close().transform(closed -> file.mapEmpty())
                .compose(created -> files.delete(path.toString())).otherwiseEmpty();
    }

    private Future<Void> close() {
        return written.eventually(() -> file.compose(AsyncFile::close));
    }

    private void flush() {
        Buffer full = piece;
        piece = Buffer.buffer();
        unwritten += full.length();
        written = written.compose(ready -> file.result().write(full))
                .onComplete(done -> onWritten(full.length()));
    }

    private void onWritten(int bytes) {
        unwritten -= bytes;
        if (!isFull()) {
            Runnable action = onWritable;
            onWritable = NOTHING;
            action.run();
        }
    }
}
