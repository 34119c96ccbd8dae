package dev.reelay.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import dev.reelay.access.AccessParsers;
import dev.reelay.api.body.BodyParser;
import dev.reelay.api.body.FormParser;
import dev.reelay.api.body.JsonBodyParser;
import dev.reelay.api.body.JsonFields;
import dev.reelay.api.body.ValueSink;
import dev.reelay.api.http.AcceptHeader;
import dev.reelay.api.http.DurationParams;
import dev.reelay.content.ContentParsers;

/**
 * Time of the parsers for inputs of ten sizes, each twice as long as the one before: the exponent of the size by which the time
 * grows. It is 1 for linear time, and 2 for an input on which a parser starts again at each character.
 */
class ParserBench {
    private static final int SIZES = 10;
    private static final int SMALLEST = 1024;
    private static final int ROUNDS = 15;
    private static final double LINEAR = 1.4;
    private static final String PART = "--b\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n";
    /** Texts whose repetition is a long header. */
    private static final List<String> UNITS = List.of(" ", ",", ";", "a", "1", ", ", "a,", "\"", "wait=", "wait = ", ";q=1",
            "; q = 1", "*/*,", "bytes=", "1-2,", "W/\"a\",", ".", "Bearer ");

    @Test
    void timeIsLinear() throws Exception {
        Report report = new Report("Parsers", "none");
        parsers().forEach((name, parser) -> report.add("%s, %d to %d characters: worst exponent of the size".formatted(name,
                SMALLEST, SMALLEST << SIZES - 1), "1", worst(parser), Optional.empty(), Goal.atMost(LINEAR)));
        report.close();
    }

    private static Map<String, Consumer<String>> parsers() {
        Map<String, Consumer<String>> parsers = new LinkedHashMap<>(ContentParsers.byName());
        parsers.putAll(AccessParsers.byName());
        parsers.put("Accept", value -> AcceptHeader.of(List.of(value)).preferred("application/json", "text/event-stream"));
        parsers.put("Prefer", value -> DurationParams.preferredWait(List.of(value)));
        parsers.put("JSON string", value -> parse(json(), "{\"a\":\"" + value.replace("\"", "\\\"") + "\"}"));
        parsers.put("JSON fields", value -> parse(json(), "{" + "\"a\":1,".repeat(value.length() / 6) + "\"a\":1}"));
        parsers.put("JSON list", value -> parse(json(), "{\"a\":[" + "1,".repeat(value.length() / 2) + "1]}"));
        parsers.put("form value", value -> parse(form(), PART + value + "\r\n--b--\r\n"));
        parsers.put("form almost boundaries",
                value -> parse(form(), PART + "\r\n--".repeat(value.length() / 4) + "\r\n--b--\r\n"));
        return parsers;
    }

    private static BodyParser json() {
        return new JsonBodyParser(JsonFields.IGNORED);
    }

    private static BodyParser form() {
        return new FormParser("b", headers -> ValueSink.IGNORED);
    }

    private static void parse(BodyParser parser, String body) {
        parser.feed(body.getBytes(UTF_8));
        parser.end();
    }

    private static double worst(Consumer<String> parser) {
        return UNITS.stream().mapToDouble(unit -> exponent(parser, unit)).max().orElseThrow();
    }

    /** Returns the slope of a line through the logarithms of sizes and times (least squares). */
    private static double exponent(Consumer<String> parser, String unit) {
        double[] times = IntStream.range(0, SIZES)
                .mapToDouble(power -> Math.log(nanos(parser, "x" + unit.repeat((SMALLEST << power) / unit.length()))))
                .toArray();
        double middle = (SIZES - 1) / 2.0;
        double mean = IntStream.range(0, SIZES).mapToDouble(power -> times[power]).average().orElseThrow();
        double up = IntStream.range(0, SIZES).mapToDouble(power -> (power - middle) * (times[power] - mean)).sum();
        double across = IntStream.range(0, SIZES).mapToDouble(power -> (power - middle) * (power - middle)).sum();
        return up / across / Math.log(2);
    }

    /** Returns the shortest time of some rounds, which other processes disturbed least. */
    private static double nanos(Consumer<String> parser, String input) {
        return IntStream.range(0, ROUNDS).mapToLong(round -> {
            long before = System.nanoTime();
            parser.accept(input);
            return System.nanoTime() - before;
        }).min().orElseThrow();
    }
}
