package dev.reelay.upstream.http;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClientRequest;

import dev.reelay.upstream.http.RequestBody.FileContent;
import dev.reelay.upstream.http.RequestBody.Piece;
import dev.reelay.upstream.http.RequestBody.Text;

/** Sends the body of a request. It reads a file no faster than the upstream takes it. */
final class BodyWriter {
    private final Vertx vertx;
    private final HttpClientRequest request;

    BodyWriter(Vertx vertx, HttpClientRequest request) {
        this.vertx = vertx;
        this.request = request;
    }

    /** Completes when the request has been sent. */
    Future<Void> send(RequestBody body) {
        request.putHeader("Content-Type", body.contentType());
        return length(body.pieces()).compose(length -> {
            request.putHeader("Content-Length", String.valueOf(length));
            Future<Void> sent = Future.succeededFuture();
            for (Piece piece : body.pieces()) {
                sent = sent.compose(before -> write(piece));
            }
            return sent.compose(all -> request.end());
        });
    }

    private Future<Long> length(List<Piece> pieces) {
        List<Future<Long>> lengths = new ArrayList<>();
        for (Piece piece : pieces) {
            lengths.add(piece instanceof FileContent content
                    ? vertx.fileSystem().props(content.file().toString())
                            .map(file -> content.base64() ? Base64Encoder.length(file.size()) : file.size())
                    : Future.succeededFuture((long) ((Text) piece).bytes().length()));
        }
        return Future.all(lengths).map(all -> lengths.stream().mapToLong(Future::result).sum());
    }

    private Future<Void> write(Piece piece) {
        return piece instanceof FileContent content
                ? writeFile(content.file(), content.base64() ? Optional.of(new Base64Encoder()) : Optional.empty())
                : request.write(((Text) piece).bytes());
    }

    private Future<Void> writeFile(Path path, Optional<Base64Encoder> base64) {
        return vertx.fileSystem().open(path.toString(), new OpenOptions().setWrite(false))
                .compose(file -> copy(file, base64).eventually(() -> file.close()));
    }

    private Future<Void> copy(AsyncFile file, Optional<Base64Encoder> base64) {
        Promise<Void> copied = Promise.promise();
        file.exceptionHandler(copied::tryFail);
        request.exceptionHandler(copied::tryFail);
        file.endHandler(end -> {
            Buffer last = base64.map(Base64Encoder::end).orElseGet(Buffer::buffer);
            (last.length() == 0 ? Future.<Void> succeededFuture() : request.write(last)).onComplete(copied);
        });
        file.handler(bytes -> {
            request.write(base64.map(encoder -> encoder.encode(bytes)).orElse(bytes));
            if (request.writeQueueFull()) {
                file.pause();
                request.drainHandler(drained -> file.resume());
            }
        });
        return copied.future();
    }
}
