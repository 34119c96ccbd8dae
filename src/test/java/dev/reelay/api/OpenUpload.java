package dev.reelay.api;

import static dev.reelay.testing.Waits.LIMIT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A create on a socket of its own, whose body arrives as slowly as the test likes. */
final class OpenUpload implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

    private final Socket socket;

    private OpenUpload(Socket socket) {
        this.socket = socket;
    }

    /** Sends the head of a create. */
    static OpenUpload begin(URI server, String key, String type, long length) throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout((int) LIMIT.toMillis());
        OpenUpload upload = new OpenUpload(socket);
        upload.send("POST /v1/videos HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\nContent-Type: %s\r\n%s\r\n\r\n"
                .formatted(key, type, length < 0 ? "Transfer-Encoding: chunked" : "Content-Length: " + length)
                .getBytes(ISO_8859_1));
        return upload;
    }

    /** Sends the next bytes of the body. */
    OpenUpload send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Returns the head of the next response, and skips its body. */
    String response() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The connection ended: " + head);
            }
            head.append((char) next);
        }
        Matcher length = LENGTH.matcher(head);
        in.skipNBytes(length.find() ? Long.parseLong(length.group(1)) : 0);
        return head.toString();
    }

    /** Closes the connection, also within the request. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
