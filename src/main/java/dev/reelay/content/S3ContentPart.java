package dev.reelay.content;

import java.util.Optional;

/**
 * As a store has it.
 *
 * @param span of the object, as it was asked for
 * @param tag of the object that the bytes are of
 */
record S3ContentPart(PublisherByteSource bytes, ByteRange span, String tag) implements ContentPart {
    @Override
    public void cancel() {
        bytes.cancel();
    }

    @Override
    public long first() {
        return span.first();
    }

    @Override
    public Optional<Long> end() {
        return Optional.of(span.end());
    }

    @Override
    public boolean isResumable() {
        return true;
    }

    @Override
    public boolean isContinuedBy(ContentPart rest, long from) {
        return rest instanceof S3ContentPart next && next.first() == from && next.tag.equals(tag);
    }
}
