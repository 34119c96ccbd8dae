package dev.reelay.api.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.reelay.api.body.Pieces.Collector;

/** Compares with the MIME decoder of Java, which has the whole text. */
class Base64SinkTest {
    private static final int RUNS = 20_000;
    private static final String CHARACTERS = "AB/+z09====\r\n !-é\0";

    @ParameterizedTest
    @ValueSource(strings = { "", "QUJD", "QUI=", "QQ==", "QUJDRA==", "Q", "QUJDR", "QQ=", "QQ", "QUI", "=", "QQ=A", "QQ==A",
            "QUI=A",
            "Q=Q=", "Q U\r\nJ\tD!", "QQ=\n=", "QQ==\n!=", "====", "QUJD=", "Q===", "QUJDQUJDQUJDQUJDQUI=" })
    void eachSplitGivesTheResultOfJava(String text) {
        Pieces.all(text.getBytes(ISO_8859_1)).forEach(pieces -> compare(pieces, text));
    }

    @Test
    void randomTextGivesTheResultOfJava() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < RUNS; run++) {
            String text = random.nextBoolean() ? any(random) : damaged(random);
            compare(Pieces.random(text.getBytes(ISO_8859_1), random), text + ", seed " + seed);
        }
    }

    @Test
    void longTextIsDecodedInPieces() {
        byte[] image = new byte[100_001];
        new Random(5).nextBytes(image);

        Collector decoded = new Collector();
        Base64Sink sink = new Base64Sink(decoded);
        byte[] text = Base64.getMimeEncoder().encode(image);
        sink.write(text, 0, text.length);
        assertThat(decoded.bytes().length).isGreaterThan(image.length - 3);
        sink.end();

        assertThat(decoded.bytes()).isEqualTo(image);
    }

    private static void compare(List<byte[]> pieces, String text) {
        Collector decoded = new Collector();
        Base64Sink sink = new Base64Sink(decoded);
        pieces.forEach(piece -> sink.write(piece, 0, piece.length));
        sink.end();

        Optional<byte[]> expected = expected(pieces);
        assertThat(sink.isValid()).as(text).isEqualTo(expected.isPresent());
        assertThat(decoded.hasEnded()).as(text).isEqualTo(expected.isPresent());
        expected.ifPresent(bytes -> assertThat(decoded.bytes()).as(text).isEqualTo(bytes));
    }

    private static Optional<byte[]> expected(List<byte[]> pieces) {
        Collector whole = new Collector();
        pieces.forEach(piece -> whole.write(piece, 0, piece.length));
        try {
            return Optional.of(Base64.getMimeDecoder().decode(whole.bytes()));
        } catch (IllegalArgumentException invalid) {
            return Optional.empty();
        }
    }

    private static String any(Random random) {
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(12); length > 0; length--) {
            text.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return text.toString();
    }

    private static String damaged(Random random) {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        byte[] text = (random.nextBoolean() ? Base64.getMimeEncoder() : Base64.getEncoder()).encode(bytes);
        if (text.length > 0 && random.nextBoolean()) {
            text[random.nextInt(text.length)] = (byte) random.nextInt(256);
        }
        return new String(random.nextInt(3) == 0 ? Arrays.copyOf(text, random.nextInt(text.length + 1)) : text, ISO_8859_1);
    }
}
