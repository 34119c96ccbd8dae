package dev.reelay.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.Base64;

/** The body of a create with an image of almost 10 MB, in each form in which a client may send it. */
enum UploadBody {
    FILE("a file of a form", "multipart/form-data; boundary=b") {
        @Override
        byte[] around(byte[] image) {
            return form("input_reference\"; filename=\"a.png", image);
        }
    },
    FIELD("a data URL in a form", "multipart/form-data; boundary=b") {
        @Override
        byte[] around(byte[] image) {
            return form("input_reference", dataUrl(image));
        }
    },
    JSON("a data URL in JSON", "application/json") {
        @Override
        byte[] around(byte[] image) {
            return concat(
                    "{\"model\":\"sora-2\",\"size\":\"1280x720\",\"seconds\":\"10\",\"prompt\":\"a dog\",\"input_reference\":"
                            + "{\"image_url\":\"",
                    dataUrl(image), "\"}}");
        }
    };

    private static final int TIMEOUT_MILLIS = 120_000;

    private final String title;
    private final String type;
    private final byte[] bytes;

    UploadBody(String title, String type) {
        this.title = title;
        this.type = type;
        this.bytes = around(image());
    }

    abstract byte[] around(byte[] image);

    String title() {
        return title;
    }

    /** Sends a create over a new connection, and returns the status code of the response. */
    int send(URI gateway, String key) throws IOException {
        try (Socket socket = begin(gateway, key)) {
            OutputStream out = socket.getOutputStream();
            out.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
            return status(socket.getInputStream());
        }
    }

    /** Sends half of a create, and returns its connection. */
    Socket begin(URI gateway, String key) throws IOException {
        Socket socket = new Socket(gateway.getHost(), gateway.getPort());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        OutputStream out = socket.getOutputStream();
        out.write(
                "POST /v1/videos HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
                        .formatted(key, type, bytes.length).getBytes(ISO_8859_1));
        out.write(bytes, 0, bytes.length / 2);
        return socket;
    }

    private static byte[] image() {
        return Arrays.copyOf(new byte[] { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' }, 10 * 1024 * 1024 - 1);
    }

    private static int status(InputStream in) throws IOException {
        String line = new String(in.readNBytes("HTTP/1.1 200".length()), ISO_8859_1);
        return Integer.parseInt(line.substring(line.indexOf(' ') + 1));
    }

    private static byte[] form(String name, byte[] content) {
        StringBuilder head = new StringBuilder();
        for (String field : new String[] { "model=sora-2", "size=1280x720", "seconds=10", "prompt=a dog" }) {
            head.append("--b\r\nContent-Disposition: form-data; name=\"").append(field.replace("=", "\"\r\n\r\n"))
                    .append("\r\n");
        }
        return concat(head + "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n", content, "\r\n--b--\r\n");
    }

    private static byte[] dataUrl(byte[] image) {
        return concat("data:image/png;base64,", Base64.getEncoder().encode(image), "");
    }

    private static byte[] concat(String start, byte[] middle, String end) {
        byte[] all = Arrays.copyOf(start.getBytes(ISO_8859_1), start.length() + middle.length + end.length());
        System.arraycopy(middle, 0, all, start.length(), middle.length);
        System.arraycopy(end.getBytes(ISO_8859_1), 0, all, start.length() + middle.length, end.length());
        return all;
    }
}
