package dev.reelay.api.upload;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.vertx.core.json.JsonObject;

import dev.reelay.api.body.Pieces;
import dev.reelay.api.upload.Bodies.Received;
import dev.reelay.video.ImageType;

/** Checks that an image is the same create in each form of a body, however the network splits it. */
class UploadFormsTest {
    private static final byte[] PNG = { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
    private static final int LIMIT = 10 * 1024 * 1024;
    private static final int RUNS = 300;

    @TempDir
    Path directory;

    private Bodies bodies;

    @BeforeEach
    void start() {
        bodies = new Bodies(directory);
    }

    @AfterEach
    void stop() {
        bodies.close();
    }

    @Test
    void eachSplitOfEachFormGivesTheSameImage() throws Exception {
        byte[] image = png(20, new Random(3));
        String expected = describe(image);

        Pieces.all(file(image)).forEach(pieces -> assertThat(bodies.form(pieces).describe()).isEqualTo(expected));
        Pieces.all(text("input_reference", dataUrl(image)))
                .forEach(pieces -> assertThat(bodies.form(pieces).describe()).isEqualTo(expected));
        Pieces.all(json(dataUrl(image))).forEach(pieces -> assertThat(bodies.json(pieces).describe()).isEqualTo(expected));
    }

    @Test
    void randomImagesInRandomPiecesKeepTheirBytes() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < RUNS; run++) {
            byte[] image = png(random.nextInt(random.nextBoolean() ? 50 : 150_000), random);
            String mime = "data:image/jpeg;base64," + Base64.getMimeEncoder().encodeToString(image);
            List<Received> received = List.of(
                    bodies.form(Pieces.random(file(image), random)),
                    bodies.form(Pieces.random(file(dataUrl(image).getBytes(UTF_8)), random)),
                    bodies.form(Pieces.random(text("input_reference[image_url]", mime), random)),
                    bodies.json(Pieces.random(json(mime), random)),
                    bodies.json(Pieces.random(new String(json(dataUrl(image)), UTF_8).replace("/", "\\/").getBytes(UTF_8),
                            random)));

            String expected = describe(image);
            assertThat(received).as("seed %d", seed).allSatisfy(each -> {
                assertThat(each.describe()).isEqualTo(expected);
                assertThat(each.image().orElseThrow()).isEqualTo(image);
            });
        }
    }

    @Test
    void imageMustBeSmallerThanTenMegabytes() {
        for (int size : List.of(LIMIT - 1, LIMIT, LIMIT + 1, LIMIT + 100_000)) {
            byte[] image = png(size - PNG.length, new Random(1));
            for (Received received : List.of(bodies.form(List.of(file(image))), bodies.json(List.of(json(dataUrl(image)))),
                    bodies.form(List.of(text("input_reference", dataUrl(image)))))) {
                assertThat(received.fields().image().isPresent()).isEqualTo(size < LIMIT);
                assertThat(received.fields().hasImage()).isTrue();
                if (size >= LIMIT) {
                    assertThat(received.describe()).contains("is too large: it must be under 10 MB");
                    assertThat(received.image().orElseThrow().length).isLessThan(LIMIT);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "data:image/png;base64,A | base64", "data:image/png;base64,iVBORw0KGgoA= | base64",
            "data:image/png;base64, | PNG, JPEG", "data:image/png;base64,R0lGODlh | PNG, JPEG",
            "data:image/png,abc | data URL", "data: | data URL", "dat | data URL", "'' | data URL",
            "DATA:;base64,iVBORw0KGgoA | data URL",
            "ftp://a.example/a.png | https URL", "https:a.png | https URL", "a.png | data URL" })
    void textThatIsNoImageIsRejected(String url, String reason) {
        for (Received received : List.of(bodies.json(List.of(json(url))), bodies.form(List.of(text("input_reference", url))))) {
            assertThat(received.fields().image()).isEmpty();
            assertThat(received.fields().problems().get("input_reference").getMessage()).contains(reason);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "https://a.example/a.png", "HTTP://a.example", "https://", "https://a.example/ä b" })
    void urlIsKeptForItsFetch(String url) {
        for (Received received : List.of(bodies.json(List.of(json(url))),
                bodies.form(List.of(text("input_reference", url))))) {
            assertThat(received.fields().imageUrl()).contains(url);
            assertThat(received.fields().hasImage()).isTrue();
            assertThat(received.fields().image()).isEmpty();
            assertThat(received.fields().problems()).isEmpty();
        }
    }

    @Test
    void fileWithAUrlIsNoImage() {
        Received received = bodies.form(List.of(file("https://a.example/a.png".getBytes(UTF_8))));

        assertThat(received.fields().imageUrl()).isEmpty();
        assertThat(received.fields().problems()).containsOnlyKeys("input_reference");
    }

    @Test
    void overlongUrlIsRejected() {
        assertThat(bodies.json(List.of(json("https://a.example/" + "a".repeat(10_000)))).describe()).contains("https URL");
    }

    @Test
    void longHeadOfDataUrlIsRejected() {
        String url = "data:image/png;" + "a".repeat(2000) + ";base64,iVBORw0KGgoA";

        assertThat(bodies.json(List.of(json(url))).describe())
                .contains("must be an image: a file, a data URL in base64, or an https URL");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "d", "data", "GIF89a", "\u0089PNG", "\u00ff\u00d8", "a picture" })
    void fileThatIsNoImageIsRejected(String content) {
        Received received = bodies.form(List.of(file(content.getBytes(ISO_8859_1))));

        assertThat(received.fields().image()).isEmpty();
        assertThat(received.fields().problems().get("input_reference").getMessage()).contains("Allowed: PNG, JPEG");
    }

    @Test
    void typeIsDetectedFromFirstBytes() {
        byte[] jpeg = { (byte) 0xff, (byte) 0xd8, (byte) 0xff };

        assertThat(bodies.form(List.of(file(jpeg))).fields().image().orElseThrow().reference().type())
                .isEqualTo(ImageType.JPEG);
        assertThat(bodies.json(List.of(json(dataUrl(jpeg)))).fields().image().orElseThrow().reference().type())
                .isEqualTo(ImageType.JPEG);
    }

    /** OpenAI's Java SDK sends bytes without a file name. */
    @Test
    void imageWithoutFileNameIsAccepted() {
        byte[] form = form("input_reference\"\r\nContent-Type: application/octet-stream; a=\"b", png(9, new Random(1)));

        assertThat(bodies.form(List.of(form)).fields().image()).isPresent();
    }

    @Test
    void charsetOfTextApplies() {
        byte[] form = ("--b-b\r\nContent-Disposition: form-data; name=prompt\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n"
                + "caf\u00e9\r\n--b-b--").getBytes(ISO_8859_1);

        assertThat(bodies.form(List.of(form)).fields().text("prompt")).isEqualTo("café");
    }

    private static String describe(byte[] image) throws Exception {
        byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(image);
        return "{prompt=a dog} [] Optional[PNG %s]".formatted(HexFormat.of().formatHex(sha256));
    }

    private static byte[] png(int length, Random random) {
        byte[] image = new byte[PNG.length + length];
        random.nextBytes(image);
        System.arraycopy(PNG, 0, image, 0, PNG.length);
        return image;
    }

    private static String dataUrl(byte[] image) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(image);
    }

    private static byte[] json(String url) {
        return new JsonObject().put("input_reference", url).put("prompt", "a dog").encode().getBytes(UTF_8);
    }

    private static byte[] file(byte[] content) {
        return form("input_reference\"; filename=\"a.png", content);
    }

    private static byte[] text(String name, String value) {
        return form(name, value.getBytes(UTF_8));
    }

    private static byte[] form(String name, byte[] content) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(("--b-b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n").getBytes(UTF_8));
        form.writeBytes(content);
        form.writeBytes(
                "\r\n--b-b\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\na dog\r\n--b-b--\r\n".getBytes(UTF_8));
        return form.toByteArray();
    }
}
