package dev.reelay.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Random;

/** The body of a create, in the forms in which clients send it. */
enum CreateBody {
    FORM("a form", "multipart/form-data; boundary=b", 0),
    FORM_WITH_IMAGE("a form with an image of 1 MB", "multipart/form-data; boundary=b", 1 << 20),
    JSON("JSON", "application/json", 0);

    private static final String JSON_BODY = "{\"model\":\"sora-2\",\"size\":\"1280x720\",\"seconds\":\"10\",\"prompt\":\"a dog\"}";
    private static final String PNG = "\u0089PNG\r\n\u001a\n";

    private final String title;
    private final String type;
    private final byte[] image;
    private final byte[] bytes;

    CreateBody(String title, String type, int imageBytes) {
        this.title = title;
        this.type = type;
        this.image = image(imageBytes);
        this.bytes = type.endsWith("json") ? JSON_BODY.getBytes(ISO_8859_1) : form("a dog", image);
    }

    String title() {
        return title;
    }

    /** Returns the value of the header {@code Content-Type}. */
    String type() {
        return type;
    }

    /** Returns the image, empty if there is none. It cannot be compressed. */
    byte[] image() {
        return image;
    }

    byte[] bytes() {
        return bytes;
    }

    private static byte[] image(int bytes) {
        byte[] image = new byte[bytes];
        new Random(0).nextBytes(image);
        byte[] start = PNG.getBytes(ISO_8859_1);
        System.arraycopy(start, 0, image, 0, Math.min(start.length, bytes));
        return image;
    }

    /** Returns a form, with an image unless that is empty. */
    static byte[] form(String prompt, byte[] image) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        for (String field : new String[] { "model=sora-2", "size=1280x720", "seconds=10", "prompt=" + prompt }) {
            form.writeBytes(("--b\r\nContent-Disposition: form-data; name=\"" + field.replace("=", "\"\r\n\r\n") + "\r\n")
                    .getBytes(ISO_8859_1));
        }
        if (image.length > 0) {
            form.writeBytes("--b\r\nContent-Disposition: form-data; name=\"input_reference\"; filename=\"a.png\"\r\n\r\n"
                    .getBytes(ISO_8859_1));
            form.writeBytes(image);
            form.writeBytes("\r\n".getBytes(ISO_8859_1));
        }
        form.writeBytes("--b--\r\n".getBytes(ISO_8859_1));
        return form.toByteArray();
    }
}
