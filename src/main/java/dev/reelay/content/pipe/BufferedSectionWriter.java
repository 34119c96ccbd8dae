package dev.reelay.content.pipe;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** Writes a file to a response through the heap, for TLS and HTTP/2 connections. */
record BufferedSectionWriter(FileChannel file, HttpServerResponse answer, Vertx vertx) implements SectionWriter {
    private static final int BYTES = 128 * 1024;

    @Override
    public int size() {
        return BYTES;
    }

    @Override
    public Future<Void> send(ByteRange section) {
        return vertx.executeBlocking(() -> read(section), false).compose(answer::write);
    }

    /** Returns 0: progress within a section of 128 KiB is not measured. */
    @Override
    public long bytesSent() {
        return 0;
    }

    private Buffer read(ByteRange section) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) section.length());
        while (bytes.hasRemaining()) {
            if (file.read(bytes, section.first() + bytes.position()) < 0) {
                throw new EOFException("The file ends before byte " + section.end());
            }
        }
        return Buffer.buffer(bytes.array());
    }
}
