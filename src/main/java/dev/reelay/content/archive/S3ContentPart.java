package dev.reelay.content.archive;

import java.util.Optional;

import dev.reelay.content.pipe.ByteRange;
import dev.reelay.content.pipe.ContentPart;
import dev.reelay.content.pipe.PublisherByteSource;

/**
 * A part of an object in an S3 store.
 *
 * @param span the requested range of the object
 * @param tag the entity tag of the object
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
