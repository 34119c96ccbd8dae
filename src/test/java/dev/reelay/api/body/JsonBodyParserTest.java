package dev.reelay.api.body;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.reelay.api.body.Pieces.Collector;
import dev.reelay.error.ReelayException;

/** Compares with Jackson, which has the whole body. */
class JsonBodyParserTest {
    private static final ObjectMapper JACKSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int RUNS = 20_000;
    private static final List<String> FRAGMENTS = List.of("{", "}", "[", "]", ":", ",", "\"", "\"a\"", "\"b\":", "\\", "\\\"",
            "\\u0041",
            "\\ud83e\\udd8a", "\\n", "猫", "🦊", " ", "\n", "1", "-2", "true", "null", "\u0001", "x");

    /** Writes all that it receives, in one line for each field. */
    private record Recorder(String path, List<String> lines, List<Collector> strings) implements JsonFields {
        @Override
        public ValueSink string(String name) {
            Collector value = new Collector();
            int line = lines.size();
            lines.add("");
            strings.add(value);
            return new ValueSink() {
                @Override
                public void write(byte[] bytes, int from, int to) {
                    value.write(bytes, from, to);
                }

                @Override
                public void end() {
                    value.end();
                    lines.set(line, path + name + "=\"" + new String(value.bytes(), UTF_8) + '"');
                }
            };
        }

        @Override
        public JsonFields object(String name) {
            lines.add(path + name + "={}");
            return new Recorder(path + name + "/", lines, strings);
        }

        @Override
        public void scalar(String name, Kind kind, String text) {
            lines.add(path + name + "=" + (kind == Kind.NUMBER ? text : kind));
        }

        @Override
        public void end() {
            lines.add(path + "=end");
        }
    }

    @Test
    void eachSplitGivesTheSameFields() {
        String json = """
                 { "prompt" : "a \\"dog\\" \\u00e9\\uD83E\\uDD8A 猫\\\\", "seconds":10 , "n" : [ "x", {"prompt":"y"}, [] ],
                "input_reference":{"image_url":"data:\\/x", "deep":{"deadline":-1.5e3}},"flag":true,"none":null,
                "pro\\u006d\\"pt":"", "half":"\\ud83ex\\udd8a\\ud83e" }\s
                """;
        List<String> expected = List.of("prompt=\"a \"dog\" é🦊 猫\\\"", "seconds=10", "n=ARRAY", "input_reference={}",
                "input_reference/image_url=\"data:/x\"", "input_reference/deep={}", "input_reference/deep/deadline=-1.5e3",
                "input_reference/deep/=end", "input_reference/=end", "flag=BOOLEAN", "none=NULL", "prom\"pt=\"\"",
                "half=\"?x??\"", "=end");

        Pieces.all(json.getBytes(UTF_8)).forEach(pieces -> assertThat(parse(pieces)).isEqualTo(expected));
    }

    @Test
    void longStringArrivesInPieces() {
        List<Collector> strings = new ArrayList<>();
        JsonBodyParser parser = new JsonBodyParser(new Recorder("", new ArrayList<>(), strings));
        parser.feed("{\"a\":\"".getBytes(UTF_8));
        parser.feed("b".repeat(100_000).getBytes(UTF_8));

        assertThat(strings).singleElement().satisfies(value -> assertThat(value.bytes()).hasSize(100_000));
        assertThatThrownBy(parser::end).hasMessage("The body is not valid JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = { "{", "{'a':1}", "{\"a\":1} {\"b\":2}", "{\"a\":1} \"b\"", "{\"a\":1}]", "\u0000", "{\"a\":NaN}",
            "{\"a\"}", "{\"a\" \"b\"}",
            "{\"a\":\"b\" \"c\"}", "{\"a\":1\"b\"}", "{\"a\":tru\"e\"}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u00zz\"}",
            "{\"a\":\"\n\"}", "{\"a\":\"b}",
            "{\"a", "{\"a\":}", "{\"a\":1,}", "{\"a\":[\"b\"}", "{\"a\":[1,]}", "prompt=a&model=b", "{\"a\":\"\\\"}",
            "{\"a\":01}", "{a:1}" })
    void malformedJsonIsRejected(String json) {
        Pieces.all(json.getBytes(UTF_8)).forEach(pieces -> assertThatThrownBy(() -> parse(pieces)).as(json)
                .isInstanceOf(ReelayException.class).hasMessageStartingWith("The body "));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "[]", "\"text\"", "null", "1", "true", "[\"a\"]" })
    void bodyThatIsNoObjectIsRejected(String json) {
        Pieces.all(json.getBytes(UTF_8)).forEach(pieces -> assertThatThrownBy(() -> parse(pieces)).as(json)
                .hasMessage("The body must be a JSON object"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "\u00ff", "\u00c3", "\u00c3(", "\u00e7\u008c", "\u0080", "\u00f0\u009f\u00a6" })
    void textThatIsNoUtf8IsRejected(String text) {
        Pieces.all(("{\"a\":\"" + text + "\"}").getBytes(ISO_8859_1))
                .forEach(pieces -> assertThatThrownBy(() -> parse(pieces)).hasMessage("The body is not valid JSON"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "{\"a\":", "[", "{\"a\":[" })
    void deepNestingIsRejected(String opening) {
        assertThatThrownBy(() -> parse(List.of(("{\"b\":" + opening.repeat(1_000_000)).getBytes(UTF_8))))
                .hasMessage("The body is not valid JSON");
    }

    @Test
    void longNumbersAndNamesAreRejected() {
        for (String json : List.of("{\"a\":1" + "0".repeat(5_000) + "}", "{\"" + "a".repeat(100_000) + "\":1}")) {
            assertThatThrownBy(() -> parse(Pieces.random(json.getBytes(UTF_8), new Random(1))))
                    .hasMessage("The body is not valid JSON");
        }
    }

    @Test
    void randomTextIsAcceptedAndRejectedAsByJackson() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < RUNS; run++) {
            String json = random.nextBoolean() ? fragments(random) : damaged(object(random, 0), random);
            byte[] body = json.getBytes(UTF_8);

            Optional<List<String>> parsed = parsed(Pieces.random(body, random));
            if (hasDistinctNames(parsed.orElse(List.of()))) { // Jackson keeps the last field of a name only
                assertThat(parsed).as("%s, seed %d", json, seed).isEqualTo(expected(body));
            }
        }
    }

    private static boolean hasDistinctNames(List<String> lines) {
        return lines.stream().map(line -> line.substring(0, line.indexOf('='))).distinct().count() == lines.size();
    }

    private static Optional<List<String>> parsed(List<byte[]> pieces) {
        try {
            return Optional.of(parse(pieces));
        } catch (ReelayException rejected) {
            return Optional.empty();
        }
    }

    private static List<String> parse(List<byte[]> pieces) {
        Recorder recorder = new Recorder("", new ArrayList<>(), new ArrayList<>());
        Pieces.parse(pieces, new JsonBodyParser(recorder));
        assertThat(recorder.strings()).allMatch(Collector::hasEnded);
        return recorder.lines();
    }

    private static Optional<List<String>> expected(byte[] body) {
        try {
            JsonNode tree = JACKSON.readTree(body);
            if (!tree.isObject()) {
                return Optional.empty();
            }
            List<String> lines = new ArrayList<>();
            record("", tree, lines);
            return Optional.of(lines);
        } catch (IOException invalid) {
            return Optional.empty();
        }
    }

    private static void record(String path, JsonNode object, List<String> lines) {
        object.properties().forEach(field -> {
            String name = path + field.getKey();
            JsonNode value = field.getValue();
            if (value.isObject()) {
                lines.add(name + "={}");
                record(name + "/", value, lines);
            } else if (value.isTextual()) {
                lines.add(name + "=\"" + new String(value.asText().getBytes(UTF_8), UTF_8) + '"');
            } else {
                lines.add(name + "=" + (value.isNumber() ? value.asText()
                        : value.isArray() ? "ARRAY" : value.isNull() ? "NULL" : "BOOLEAN"));
            }
        });
        lines.add(path + "=end");
    }

    private static String fragments(Random random) {
        StringBuilder json = new StringBuilder(random.nextInt(4) == 0 ? "" : "{\"c\":");
        for (int length = random.nextInt(8); length > 0; length--) {
            json.append(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
        }
        return json + (random.nextBoolean() ? "}" : "");
    }

    /** Returns an object with distinct names. */
    private static String object(Random random, int depth) {
        List<String> fields = new ArrayList<>();
        for (int number = random.nextInt(4); number > 0; number--) {
            fields.add("\"%s%d\" : %s".formatted(random.nextBoolean() ? "n\\\"" : "猫", number, value(random, depth)));
        }
        return "{" + String.join(",", fields) + "}";
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 2 ? 4 : 6)) {
            case 0 -> String.valueOf(random.nextInt(100));
            case 1 -> List.of("true", "false", "null").get(random.nextInt(3));
            case 2, 3 -> string(random);
            case 4 -> object(random, depth + 1);
            default -> "[" + value(random, depth + 1) + ", " + string(random) + "]";
        };
    }

    private static String string(Random random) {
        StringBuilder text = new StringBuilder("\"");
        for (int length = random.nextInt(10); length > 0; length--) {
            text.append(List
                    .of("a", "é", "猫", "🦊", "\\\"", "\\\\", "\\/", "\\u732b", "\\ud83e\\udd8a", "\\ud83e", "\\udd8a", "data:",
                            "{", "\\t")
                    .get(random.nextInt(14)));
        }
        return text.append('"').toString();
    }

    private static String damaged(String json, Random random) {
        int at = random.nextInt(json.length());
        return random.nextBoolean() ? json
                : json.substring(0, at) + FRAGMENTS.get(random.nextInt(FRAGMENTS.size()))
                        + json.substring(Math.min(json.length(), at + random.nextInt(3)));
    }
}
