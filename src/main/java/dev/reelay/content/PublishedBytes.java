package dev.reelay.content;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

import io.netty.buffer.Unpooled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.vertx.ReadStreamSubscriber;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

import mutiny.zero.flow.adapters.AdaptersToFlow;

/** A publisher's bytes as a source: asked for a few at a time, and brought to the event loop of the caller. */
final class PublishedBytes implements ByteSource {
    private static final int ASKED_AT_ONCE = 16;

    private final ReadStream<Buffer> stream;

    PublishedBytes(Publisher<ByteBuffer> publisher, Context eventLoop) {
        this.stream = ReadStreamSubscriber.asReadStream(
                Multi.createFrom().publisher(AdaptersToFlow.publisher(publisher))
                        .emitOn(task -> eventLoop.runOnContext(now -> task.run()), ASKED_AT_ONCE),
                bytes -> Buffer.buffer(Unpooled.wrappedBuffer(bytes)));
    }

    @Override
    public void giveUp() {
        stream.handler(null);
    }

    @Override
    public PublishedBytes pause() {
        stream.pause();
        return this;
    }

    @Override
    public PublishedBytes resume() {
        stream.resume();
        return this;
    }

    @Override
    public PublishedBytes fetch(long amount) {
        stream.fetch(amount);
        return this;
    }

    @Override
    public PublishedBytes handler(@Nullable Handler<Buffer> chunks) {
        stream.handler(chunks);
        return this;
    }

    @Override
    public PublishedBytes endHandler(@Nullable Handler<Void> ended) {
        stream.endHandler(ended);
        return this;
    }

    @Override
    public PublishedBytes exceptionHandler(@Nullable Handler<Throwable> failed) {
        stream.exceptionHandler(failed);
        return this;
    }
}
