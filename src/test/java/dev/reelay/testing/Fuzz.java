package dev.reelay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Random inputs for a parser: sentences of its grammar, and mutations of them. {@code -Dtests.fuzz.seed} repeats a run,
 * {@code -Dtests.fuzz.rounds} sets its length. Inputs that once failed are in {@code src/test/resources/fuzz}, one a line with
 * Java's escapes, and come first in each run.
 */
public final class Fuzz {
    private static final long SEED = Long.getLong("tests.fuzz.seed", System.nanoTime());
    private static final int ROUNDS = Integer.getInteger("tests.fuzz.rounds", 20_000);
    private static final Path CORPUS = Path.of("src", "test", "resources", "fuzz");
    private static final String ODD = "\0\t\n\r \"%'()*+,-./:;<=>?@[\\]^_`{|}~09afAFzZ\u007f\u0080\u00ff\u0130\u0661\u2028\ud800\uffff";
    private static final int LONG = 300;

    private final Random random;

    private Fuzz(Random random) {
        this.random = random;
    }

    /**
     * Checks a property of a parser.
     *
     * @param name name of the corpus
     * @param grammar returns a random sentence
     * @param property fails for an input for which the parser does not keep its contract
     */
    public static void check(String name, Function<Fuzz, String> grammar, Consumer<String> property) {
        corpus(name).forEach(input -> check(name, input, property));
        Fuzz fuzz = new Fuzz(new Random(SEED ^ name.hashCode()));
        for (int round = 0; round < ROUNDS; round++) {
            String sentence = grammar.apply(fuzz);
            check(name, round % 4 == 0 ? sentence : fuzz.mutated(sentence, grammar), property);
        }
    }

    private static void check(String name, String input, Consumer<String> property) {
        try {
            property.accept(input);
        } catch (RuntimeException | AssertionError | StackOverflowError failed) {
            throw new AssertionError("%s: the input \"%s\" failed; repeat the run with -Dtests.fuzz.seed=%d".formatted(name,
                    escaped(input), SEED), failed);
        }
    }

    /** Returns one of the texts. */
    public String one(String... texts) {
        return texts[random.nextInt(texts.length)];
    }

    /** Returns from {@code least} to {@code most} sentences, joined. */
    public String some(int least, int most, String separator, Function<Fuzz, String> sentence) {
        return IntStream.range(0, least + random.nextInt(most - least + 1)).mapToObj(number -> sentence.apply(this))
                .collect(Collectors.joining(separator));
    }

    /** Returns a number: a small one, one near the end of a type, or one with many digits. */
    public String number() {
        return switch (random.nextInt(6)) {
            case 0 -> one("0", "1", "9", "00", "010");
            case 1 -> String.valueOf(random.nextInt(2000));
            case 2 -> String.valueOf(random.nextLong() & Long.MAX_VALUE);
            case 3 -> one("2147483647", "2147483648", "9223372036854775807", "9223372036854775808", "999999999999999999");
            case 4 -> digits(1 + random.nextInt(40));
            default -> String.valueOf(random.nextInt(100));
        };
    }

    /** Returns this number of digits. */
    public String digits(int number) {
        return some(number, number, "", each -> String.valueOf(each.random.nextInt(10)));
    }

    /** Returns this number of hexadecimal digits in lower case. */
    public String hex(int number) {
        return some(number, number, "", each -> Integer.toHexString(each.random.nextInt(16)));
    }

    /** Returns optional white space. */
    public String space() {
        return one("", "", "", " ", "\t", "  ");
    }

    private String mutated(String sentence, Function<Fuzz, String> grammar) {
        StringBuilder text = new StringBuilder(sentence);
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + 1 + random.nextInt(4));
            switch (random.nextInt(6)) {
                case 0 -> text.insert(at, ODD.charAt(random.nextInt(ODD.length())));
                case 1 -> text.delete(at, end);
                case 2 -> text.replace(at, end, one("", "-", ",", ";", "=", "=\"", "Infinity", "NaN", "1e9", "\u0661"));
                case 3 -> text.insert(at, text.substring(at, end).repeat(1 + random.nextInt(LONG)));
                case 4 -> text.insert(at, grammar.apply(this));
                default -> text.setLength(at);
            }
        }
        return text.toString();
    }

    private static List<String> corpus(String name) {
        Path file = CORPUS.resolve(name + ".txt");
        try {
            return Files.exists(file) ? Files.readAllLines(file).stream().map(String::translateEscapes).toList() : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String escaped(String input) {
        return input.chars()
                .mapToObj(each -> each >= ' ' && each < 127 && each != '\\' && each != '"' ? String.valueOf((char) each)
                        : "\\%s".formatted(each < 256 ? "%03o".formatted(each) : "u%04x".formatted(each)))
                .collect(Collectors.joining());
    }
}
