package dev.reelay.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** Reads an answer and throws it away. */
final class Download {
    private static final int CHUNK = 256 * 1024;
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final int SIP = 16 * 1024;
    private static final int SIP_MILLIS = 50;

    private final int port;
    private final String path;

    Download(int port, String path) {
        this.port = port;
        this.path = path;
    }

    /** @return how many ms the whole clip took */
    double all() throws IOException {
        return read("", 200, Origin.CLIP_BYTES);
    }

    /** @return how many ms so many bytes from the middle took */
    double middle(int bytes) throws IOException {
        long first = Origin.CLIP_BYTES / 2;
        return read("Range: bytes=%d-%d\r\n".formatted(first, first + bytes - 1), 206, bytes);
    }

    /** @return how many ms the first byte of the body took; leaves then */
    double firstByte() throws IOException {
        long start = System.nanoTime();
        try (SocketChannel server = open("")) {
            ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
            if (bodyAfterHead(server, chunk, 200) == 0 && server.read(chunk.clear()) <= 0) {
                throw new IOException("No body");
            }
        }
        return (System.nanoTime() - start) / 1e6;
    }

    /** Some 300 KB a second until it is enough; then it leaves in the middle. */
    void slowly(BooleanSupplier enough) throws IOException, InterruptedException {
        try (SocketChannel server = open("")) {
            ByteBuffer sip = ByteBuffer.allocateDirect(SIP);
            while (!enough.getAsBoolean()) {
                if (server.read(sip.clear()) < 0) {
                    throw new IOException("A slow reader was cut off");
                }
                Thread.sleep(SIP_MILLIS);
            }
        }
    }

    private double read(String header, int status, long length) throws IOException {
        long start = System.nanoTime();
        try (SocketChannel server = open(header)) {
            ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
            long bytes = bodyAfterHead(server, chunk, status);
            for (int count = 0; count >= 0; count = server.read(chunk.clear())) {
                bytes += count;
            }
            if (bytes != length) {
                throw new IOException("%d bytes instead of %d".formatted(bytes, length));
            }
        }
        return (System.nanoTime() - start) / 1e6;
    }

    private SocketChannel open(String header) throws IOException {
        SocketChannel server = SocketChannel.open();
        server.setOption(StandardSocketOptions.TCP_NODELAY, true);
        server.connect(new InetSocketAddress("127.0.0.1", port));
        server.write(ByteBuffer.wrap(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: "
                + Gateway.KEY + "\r\n" + header + "\r\n").getBytes(StandardCharsets.US_ASCII)));
        return server;
    }

    /** @return how many bytes of the body came along with the head */
    private static int bodyAfterHead(SocketChannel server, ByteBuffer chunk, int status) throws IOException {
        String text = "";
        while (!text.contains(END_OF_HEAD)) {
            if (server.read(chunk) < 0) {
                throw new IOException("No answer, but: " + text);
            }
            text = StandardCharsets.ISO_8859_1.decode(chunk.duplicate().flip()).toString();
        }
        if (!text.startsWith("HTTP/1.1 " + status)) {
            throw new IOException("Another answer: " + text.substring(0, text.indexOf('\r')));
        }
        return text.length() - text.indexOf(END_OF_HEAD) - END_OF_HEAD.length();
    }
}
