package dev.reelay.testing;

import static dev.reelay.testing.Waits.LIMIT;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** HTTP over a raw socket, for requests that a client library cannot send. */
public final class RawHttp {
    /** @param headers by their lower-case names */
    public record Answer(int status, Map<String, String> headers, String body) {
    }

    /** Writes a request; the server may respond and close before the end. */
    public interface Sender {
        void send(OutputStream out) throws IOException;
    }

    private RawHttp() {
    }

    /** @param head lines that end with {@code \n}; missing mandatory lines are added */
    public static Answer send(URI server, String head, byte[] body) {
        return send(server, out -> {
            out.write((head + "Host: localhost\nConnection: close\n\n").replace("\n", "\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
        });
    }

    public static Answer send(URI server, Sender request) {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout((int) LIMIT.toMillis());
            Thread writer = new Thread(() -> write(socket, request));
            writer.start();
            Answer answer = read(socket.getInputStream());
            writer.interrupt();
            return answer;
        } catch (IOException e) {
            throw new AssertionError("No answer", e);
        }
    }

    private static void write(Socket socket, Sender request) {
        try {
            OutputStream out = socket.getOutputStream();
            request.send(out);
            out.flush();
        } catch (IOException e) {
            // The server closed the connection; the reader checks whether there is a response.
        }
    }

    private static Answer read(InputStream in) throws IOException {
        String[] head = head(in).split("\r\n");
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < head.length; i++) {
            int colon = head[i].indexOf(':');
            headers.put(head[i].substring(0, colon).toLowerCase(Locale.ROOT), head[i].substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Answer(Integer.parseInt(head[0].split(" ")[1]), headers, new String(body, StandardCharsets.UTF_8));
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The connection ended within the head: " + head);
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }
}
