package dev.reelay.api.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.reelay.api.body.Pieces.Collector;
import dev.reelay.error.ReelayException;

class FormParserTest {
    private static final String BOUNDARY = "-b-b";
    private static final int RUNS = 2_000;

    private record Part(PartHeaders headers, Collector content) {
    }

    @Test
    void eachSplitGivesTheSameParts() {
        byte[] form = latin("""
                a preamble
                ---b-b\s\t
                Content-Disposition: form-data; name="prompt"
                Content-Type: text/plain; charset=utf-8

                a dog
                ---b-
                ---b-B
                ---b-b
                content-disposition:form-data;name=input_reference;
                \tfilename="a\\"b;c=d.png"

                \u0089PNG\r\r
                ---b-b
                Content-Disposition: form-data; name="seconds"
                Content-Transfer-Encoding: BASE64

                MTA=
                ---b-b
                Content-Disposition: form-data; name="model"
                Content-Transfer-Encoding: quoted-printable

                sora=2D2
                ---b-b

                without headers
                ---b-b
                Content-Disposition: form-data; name=""; filename*=UTF-8''a


                ---b-b--
                an epilogue
                ---b-b
                """.replace("\n", "\r\n").replace("\r\r\r\n", "\r\r\r\n"));

        Pieces.all(form).forEach(pieces -> assertThat(describe(parse(pieces))).containsExactly(
                "prompt text utf-8: a dog\r\n---b-\r\n---b-B",
                "input_reference file: \u0089PNG\r\r",
                "seconds text: 10",
                "model text: sora-2",
                "without name text: without headers",
                " file: "));
    }

    @Test
    void randomPartsInRandomPiecesAreFound() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < RUNS; run++) {
            List<String> expected = new ArrayList<>();
            ByteArrayOutputStream form = new ByteArrayOutputStream();
            for (int part = random.nextInt(5); part >= 0; part--) {
                String content = content(random);
                String type = random.nextBoolean() ? "file" : "text";
                expected.add("n%d %s: %s".formatted(part, type, content));
                form.writeBytes(
                        latin("--%s\r\nContent-Disposition: form-data; name=\"n%d\"%s\r\n\r\n%s\r\n".formatted(BOUNDARY, part,
                                type.equals("file") ? "; filename=\"\"" : "", content)));
            }
            form.writeBytes(latin("--" + BOUNDARY + "--"));

            assertThat(describe(parse(Pieces.random(form.toByteArray(), random)))).as("seed %d", seed).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "garbage", "--b\r\n\r\n--b--", "---b-b", "---b-b\r\n", "---b-b-", "---b-b\r\nA: b\r\n",
            "---b-b\r\nA: b\r\n\r\nc",
            "---b-bx\r\n\r\n", "---b-b\n\n\r\n", "---b-b\r\nno header\r\n\r\n\r\n---b-b--", "---b-b\r\n: a\r\n\r\n\r\n---b-b--",
            "---b-b\r\n continued\r\n\r\n\r\n---b-b--",
            "---b-b\r\nContent-Transfer-Encoding: base64\r\n\r\nA\r\n---b-b--" })
    void malformedFormIsRejected(String form) {
        Pieces.all(latin(form)).forEach(pieces -> assertThatThrownBy(() -> parse(pieces)).as(form)
                .isInstanceOf(ReelayException.class).hasMessageStartingWith("The form is malformed: "));
    }

    @Test
    void endlessHeadersAreRejectedBeforeTheyEnd() {
        FormParser parser = new FormParser(BOUNDARY, headers -> ValueSink.IGNORED);
        parser.feed(latin("--" + BOUNDARY + "\r\nA: "));

        assertThatThrownBy(() -> parser.feed(new byte[9_000])).isInstanceOf(ReelayException.class);
    }

    @Test
    void manyShortHeadersAreRejected() {
        FormParser parser = new FormParser(BOUNDARY, headers -> ValueSink.IGNORED);
        parser.feed(latin("--" + BOUNDARY + "\r\n"));

        assertThatThrownBy(() -> parser.feed(latin("A: b\r\n".repeat(2_000)))).isInstanceOf(ReelayException.class);
    }

    @Test
    void tooManyPartsAreRejected() {
        assertThat(parse(List.of(latin("---b-b\r\n\r\n\r\n".repeat(1000) + "---b-b--")))).hasSize(1000);
        assertThatThrownBy(() -> parse(List.of(latin("---b-b\r\n\r\n\r\n".repeat(1001) + "---b-b--"))))
                .isInstanceOf(ReelayException.class);
    }

    @Test
    void boundaryHasAnAllowedLength() {
        for (String boundary : List.of("", "b".repeat(257))) {
            assertThatThrownBy(() -> new FormParser(boundary, headers -> ValueSink.IGNORED))
                    .isInstanceOf(ReelayException.class);
        }
    }

    /** Returns text that often looks like the beginning of a delimiter. */
    private static String content(Random random) {
        StringBuilder content = new StringBuilder();
        for (int length = random.nextInt(40); length > 0; length--) {
            content.append(List.of("\r\n--", "\r", "\n", "-b", "\r\n--" + BOUNDARY.substring(0, 3), "x", "\u0000", "\u00ff")
                    .get(random.nextInt(8)));
        }
        return content.toString().contains("\r\n--" + BOUNDARY) ? content(random) : content.toString();
    }

    private static List<Part> parse(List<byte[]> pieces) {
        List<Part> parts = new ArrayList<>();
        Pieces.parse(pieces, new FormParser(BOUNDARY, headers -> {
            parts.add(new Part(headers, new Collector()));
            return parts.get(parts.size() - 1).content();
        }));
        assertThat(parts).allMatch(part -> part.content().hasEnded());
        return parts;
    }

    private static List<String> describe(List<Part> parts) {
        return parts.stream().map(part -> "%s %s%s: %s".formatted(part.headers().name().orElse("without name"),
                part.headers().isFile() ? "file" : "text", part.headers().charset().map(charset -> " " + charset).orElse(""),
                new String(part.content().bytes(), ISO_8859_1))).collect(Collectors.toList());
    }

    private static byte[] latin(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
