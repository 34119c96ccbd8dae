package dev.reelay.content;

import java.io.IOException;
import java.time.Duration;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;

/** The last part of the way: to a caller who may leave, and who must not take half a file for a whole one. */
record ToCaller(HttpServerResponse caller) {
    /** What a caller takes is written ahead by this much. */
    private static final int AHEAD_BYTES = 128 * 1024;

    /** @return succeeds when the caller has it all or left; fails when no more came for it, and breaks its connection */
    Future<Void> send(ByteSource source, Vertx vertx, Duration idleTimeout) {
        Transfer transfer = new Transfer(source, caller.setWriteQueueMaxSize(AHEAD_BYTES));
        caller.closeHandler(closed -> transfer.sinkBroke(new IOException("the caller left")));
        return transfer.start(vertx, idleTimeout)
                .compose(sent -> caller.end())
                .recover(failure -> failure instanceof Transfer.SinkGone ? Future.succeededFuture() : broken(failure));
    }

    private Future<Void> broken(Throwable cause) {
        caller.reset();
        return Future.failedFuture(cause);
    }
}
