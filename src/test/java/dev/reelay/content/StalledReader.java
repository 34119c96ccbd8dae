package dev.reelay.content;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A caller who asks for a content over HTTP/1.1, and takes no byte of it but what the system takes for it. */
final class StalledReader implements AutoCloseable {
    /** What the systems of both sides take on their own is less than a few megabytes then. */
    private static final int RECEIVE_BUFFER = 4096;
    private static final String ESTABLISHED = "01";

    private final Socket socket = new Socket();

    StalledReader(URI reelay, String key, String id) throws IOException {
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.connect(new InetSocketAddress(reelay.getHost(), reelay.getPort()));
        socket.getOutputStream().write("GET /v1/videos/%s/content HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\n\r\n"
                .formatted(id, reelay.getAuthority(), key).getBytes(US_ASCII));
    }

    /** As the server's system sees it (Linux). */
    boolean isConnected() throws IOException {
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] fields = line.strip().split("\\s+");
                if (isPort(fields[1], socket.getPort()) && isPort(fields[2], socket.getLocalPort())
                        && fields[3].equals(ESTABLISHED)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Begins to read, up to an end of whatever kind. */
    long read() throws IOException {
        InputStream answer = socket.getInputStream();
        byte[] chunk = new byte[64 * 1024];
        long bytes = 0;
        try {
            for (int read = answer.read(chunk); read >= 0; read = answer.read(chunk)) {
                bytes += read;
            }
        } catch (IOException reset) {
            return bytes;
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static boolean isPort(String address, int port) {
        return address.endsWith(":%04X".formatted(port));
    }
}
