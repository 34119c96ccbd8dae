package dev.reelay.content;

import java.util.Optional;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** Bytes of a content as they come in one answer of whoever has it. They are paused at first. */
interface ContentPart {
    ReadStream<Buffer> bytes();

    /** What has not come yet is not wanted any more. */
    void cancel();

    /** Where in the whole the bytes begin. */
    long first();

    /** Where in the whole the bytes end, exclusive; empty where they come until they end. */
    Optional<Long> end();

    /** May the rest be asked for, should they break off? */
    boolean isResumable();

    /** Is that the rest of the same content, from that byte on? */
    boolean isContinuedBy(ContentPart rest, long from);
}
