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

/** A client that requests a content over HTTP/1.1 and does not read the response. */
public final class StalledReader implements AutoCloseable {
    /** A small buffer, so that the systems of both sides hold at most a few megabytes. */
    private static final int RECEIVE_BUFFER = 4096;
    private static final String ESTABLISHED = "01";

    private final Socket socket = new Socket();

    public StalledReader(URI reelay, String key, String id) throws IOException {
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.connect(new InetSocketAddress(reelay.getHost(), reelay.getPort()));
        socket.getOutputStream().write("GET /v1/videos/%s/content HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\n\r\n"
                .formatted(id, reelay.getAuthority(), key).getBytes(US_ASCII));
    }

    /** Returns true if the server's system (Linux) lists the connection as established. */
    public boolean isConnected() throws IOException {
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

    /** Reads until the connection ends or breaks. Returns the number of bytes. */
    public long read() throws IOException {
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
