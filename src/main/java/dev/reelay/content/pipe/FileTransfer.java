package dev.reelay.content.pipe;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** Sends a range of a file to a client, section by section. {@link StreamTransfer} does the same for a stream. */
final class FileTransfer {
    private final SectionWriter sections;
    private final ByteRange span;
    private final Promise<Void> end = Promise.promise();
    private long position;
    private long seen;

    FileTransfer(SectionWriter sections, ByteRange span) {
        this.sections = sections;
        this.span = span;
        this.position = span.first();
    }

    /**
     * Starts the transfer.
     *
     * @return succeeds when all bytes are written; fails if the client disconnects, if the file is too short, or if no byte
     *         moves for {@code idleTimeout}
     */
    Future<Void> start(Vertx vertx, Duration idleTimeout) {
        long idleCheck = vertx.setPeriodic(idleTimeout.toMillis(), timer -> checkMoved());
        next();
        return end.future().onComplete(ended -> vertx.cancelTimer(idleCheck));
    }

    /** Returns the number of bytes sent so far. */
    long sent() {
        return Math.min(span.end(), position + sections.bytesSent()) - span.first();
    }

    private void next() {
        if (position == span.end()) {
            end.tryComplete();
        } else {
            ByteRange section = new ByteRange(position, Math.min(span.end(), position + sections.size()));
            sections.send(section).onSuccess(sent -> continueAt(section.end())).onFailure(end::tryFail);
        }
    }

    private void continueAt(long sent) {
        position = sent;
        if (!end.future().isComplete()) {
            next();
        }
    }

    private void checkMoved() {
        long now = sent();
        if (now == seen) {
            end.tryFail(new TimeoutException("no byte moved"));
        }
        seen = now;
    }
}
