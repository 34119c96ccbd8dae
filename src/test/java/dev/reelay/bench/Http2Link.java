package dev.reelay.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;

/** A connection of many readers with HTTP/2 in clear, with prior knowledge (RFC 9113, section 3.3). */
final class Http2Link extends ReaderLink {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int ACK = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int PRIORITY = 0x20;
    /** What precedes the headers of a frame with that flag. */
    private static final int PRIORITY_BYTES = 5;
    private static final int INITIAL_WINDOW_SIZE = 4;
    /** Enough for all that a connection reads, so that no more updates follow. */
    private static final int WINDOW = Integer.MAX_VALUE;
    private static final int DEFAULT_WINDOW = 65_535;

    private final ByteBuffer header = ByteBuffer.allocate(9);
    private final Map<Integer, Reader> streams = new HashMap<>();
    private @Nullable DefaultHttp2HeadersEncoder encoder;
    private @Nullable DefaultHttp2HeadersDecoder decoder;
    private ByteBuffer payload = ByteBuffer.allocate(0);
    private int missing;
    private int nextStream = 1;

    Http2Link(ReaderClient client, InetSocketAddress source) {
        super(client, source);
    }

    @Override
    void begin() throws IOException {
        encoder = new DefaultHttp2HeadersEncoder();
        decoder = new DefaultHttp2HeadersDecoder(false);
        write(ByteBuffer.wrap(PREFACE.getBytes(StandardCharsets.US_ASCII)));
        write(frame(SETTINGS, 0, 0, ByteBuffer.allocate(6).putShort((short) INITIAL_WINDOW_SIZE).putInt(WINDOW).array()));
        write(frame(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(WINDOW - DEFAULT_WINDOW).array()));
    }

    @Override
    void request(Reader reader) throws IOException {
        ReaderClient.Request request = client().requestOf(reader);
        Http2Headers headers = new DefaultHttp2Headers(false).method("GET").scheme("http").authority("127.0.0.1")
                .path(request.path()).add("authorization", request.key()).add("accept", "text/event-stream");
        request.lastId().ifPresent(id -> headers.add("last-event-id", id));
        int stream = nextStream;
        nextStream += 2;
        streams.put(stream, reader);
        ByteBuf block = Unpooled.buffer();
        try {
            Objects.requireNonNull(encoder).encodeHeaders(stream, headers, block);
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
        write(frame(HEADERS, END_STREAM | END_HEADERS, stream, ByteBufUtil.getBytes(block)));
    }

    @Override
    void read(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining() && !isClosed()) {
            if (header.hasRemaining()) {
                header.put(bytes.get());
                if (!header.hasRemaining()) {
                    missing = header.getInt(0) >>> 8;
                    payload = type() == DATA ? payload : ByteBuffer.allocate(missing);
                    if (missing == 0) {
                        endFrame();
                    }
                }
                continue;
            }
            int part = Math.min(missing, bytes.remaining());
            ByteBuffer slice = bytes.slice(bytes.position(), part);
            bytes.position(bytes.position() + part);
            missing -= part;
            Reader reader = streams.get(stream());
            if (type() != DATA) {
                payload.put(slice);
            } else if (reader != null) {
                reader.take(slice, client());
            }
            if (missing == 0) {
                endFrame();
            }
        }
    }

    private void endFrame() throws IOException {
        int type = type();
        int flags = header.get(4);
        int stream = stream();
        header.clear();
        switch (type) {
            case HEADERS -> headers(stream, (flags & PRIORITY) == 0 ? 0 : PRIORITY_BYTES);
            case SETTINGS -> {
                if ((flags & ACK) == 0) {
                    write(frame(SETTINGS, ACK, 0, new byte[0]));
                }
            }
            case PING -> {
                if ((flags & ACK) == 0) {
                    write(frame(PING, ACK, 0, payload.array()));
                }
            }
            case GOAWAY -> close(false);
            case RST_STREAM -> end(stream);
            default -> {
                // Nothing else needs a reaction.
            }
        }
        if ((type == DATA || type == HEADERS) && (flags & END_STREAM) != 0) {
            end(stream);
        }
    }

    private void headers(int stream, int offset) {
        Reader reader = streams.get(stream);
        try {
            Http2Headers headers = Objects.requireNonNull(decoder).decodeHeaders(stream,
                    Unpooled.wrappedBuffer(payload.array(), offset, payload.capacity() - offset));
            if (reader != null && headers.status() != null) {
                client().responded(reader, Integer.parseInt(headers.status().toString()), headers.contains("retry-after"));
            }
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void end(int stream) {
        Reader reader = streams.remove(stream);
        if (reader != null) {
            client().lost(reader, false);
        }
    }

    private int type() {
        return header.get(3);
    }

    private int stream() {
        return header.getInt(5) & Integer.MAX_VALUE;
    }

    private static ByteBuffer frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(9 + payload.length).putInt(payload.length << 8 | type).put((byte) flags).putInt(stream)
                .put(payload).flip();
    }

    @Override
    void forget() {
        streams.clear();
        header.clear();
        missing = 0;
        nextStream = 1;
        encoder = null;
        decoder = null;
    }
}
