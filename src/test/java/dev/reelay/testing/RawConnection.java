package dev.reelay.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A connection to the server, over which a test sends any bytes; with TLS if the URL says so. */
public final class RawConnection implements AutoCloseable {
    private static final Pattern STATUS = Pattern.compile("HTTP/\\d\\.\\d (\\d{3}) ");

    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

    private final Socket socket;

    public RawConnection(URI server) throws IOException {
        this(server, 0);
    }

    /** @param receiveBuffer size of the system's buffer in bytes; 0 for the default */
    public RawConnection(URI server, int receiveBuffer) throws IOException {
        socket = server.getScheme().equals("https") ? TestCertificate.clientSocket() : new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout((int) Waits.LIMIT.toMillis());
        socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
    }

    /** @param text {@code \n} stands for the end of a line; {@code \0} for a lone line feed */
    public RawConnection send(String text) throws IOException {
        socket.getOutputStream().write(text.replace("\n", "\r\n").replace('\0', '\n').getBytes(ISO_8859_1));
        return this;
    }

    /** Reads one response with a {@code Content-Length}. */
    public String readResponse() throws IOException {
        String head = readHead();
        MatchResult length = LENGTH.matcher(head).results().findFirst().orElseThrow();
        return head + new String(socket.getInputStream().readNBytes(Integer.parseInt(length.group(1))), ISO_8859_1);
    }

    /** Reads the head of a response. */
    public String readHead() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The connection ended within the head: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    /** Reads until the server closes the connection. */
    public String readAll() throws IOException {
        StringBuilder text = new StringBuilder();
        byte[] chunk = new byte[8192];
        try {
            InputStream in = socket.getInputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                text.append(new String(chunk, 0, read, ISO_8859_1));
            }
        } catch (SocketTimeoutException open) {
            throw new AssertionError("The server keeps the connection open after: " + text, open);
        } catch (IOException reset) {
            return text.toString();
        }
        return text.toString();
    }

    /** Returns the status codes of the responses in a text. */
    public static Stream<Integer> statuses(String text) {
        return STATUS.matcher(text).results().map(found -> Integer.valueOf(found.group(1)));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
