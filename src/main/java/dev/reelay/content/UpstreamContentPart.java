package dev.reelay.content;

import java.util.Optional;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

import dev.reelay.content.pipe.ContentPart;
import dev.reelay.upstream.UpstreamContentResponse;

/** A part of a content at the upstream. */
record UpstreamContentPart(UpstreamContentResponse body) implements ContentPart {
    @Override
    public ReadStream<Buffer> bytes() {
        return body.bytes();
    }

    @Override
    public void cancel() {
        body.cancel();
    }

    @Override
    public long first() {
        return body.first();
    }

    @Override
    public Optional<Long> end() {
        return body.end();
    }

    @Override
    public boolean isResumable() {
        return body.acceptsRanges();
    }

    @Override
    public boolean isContinuedBy(ContentPart rest, long from) {
        return rest instanceof UpstreamContentPart next && next.body.isPartial() && next.first() == from
                && next.body.total().equals(body.total())
                && (next.body.validator().isEmpty() || next.body.validator().equals(body.validator()));
    }
}
