package dev.reelay.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A connection of one reader with HTTP/1.1. */
final class Http1Link extends ReaderLink {
    private static final int STATUS = "HTTP/1.1 ".length();

    private final StringBuilder head = new StringBuilder(0);
    private boolean inBody;

    Http1Link(ReaderClient client, InetSocketAddress source) {
        super(client, source);
    }

    @Override
    void begin() {
        // The first bytes are the request.
    }

    @Override
    void request(Reader reader) throws IOException {
        ReaderClient.Request request = client().requestOf(reader);
        write(ByteBuffer.wrap("GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nAuthorization: %s\r\n%s\r\n"
                .formatted(request.path(), request.key(), request.lastId().map("Last-Event-ID: %s\r\n"::formatted).orElse(""))
                .getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    void read(ByteBuffer bytes) throws IOException {
        Reader reader = readers().get(0);
        while (!inBody && bytes.hasRemaining()) {
            readHead((char) bytes.get(), reader);
        }
        if (!isClosed()) {
            reader.take(bytes, client());
            if (reader.hasEnded()) {
                close(false);
            }
        }
    }

    private void readHead(char next, Reader reader) throws IOException {
        head.append(next);
        int length = head.length();
        if (next != '\n' || length < 4 || head.charAt(length - 3) != '\n') {
            return;
        }
        inBody = true;
        int status = Integer.parseInt(head.substring(STATUS, STATUS + 3));
        boolean later = head.toString().toLowerCase(Locale.ROOT).contains("\nretry-after:");
        head.setLength(0);
        head.trimToSize();
        client().responded(reader, status, later);
        if (status != 200) {
            close(false);
        }
    }

    @Override
    void forget() {
        inBody = false;
        head.setLength(0);
    }
}
