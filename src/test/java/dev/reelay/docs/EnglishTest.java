package dev.reelay.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * Measures the share of hard sentences in the comments of the program. A word list finds symptoms only: the test prints them
 * and fails above {@value #LIMIT} %, and a good sentence need not be bent for it.
 */
class EnglishTest {
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final int LIMIT = 10;
    private static final int SMALLEST_PACKAGE = 20;
    private static final int SHORTEST_SENTENCE = 3;

    /** A string or character, or else a comment: a block in group 1, consecutive lines in group 2. */
    private static final Pattern TOKEN = Pattern.compile("\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*+\"|'(?:\\\\.|[^'\\\\])+'"
            + "|/\\*(.*?)\\*/|((?://[^\\n]*(?:\\n *(?=//))?)+)", Pattern.DOTALL);
    private static final Pattern MARGIN = Pattern.compile("(?m)^\\s*(?:\\*|//)+");
    private static final Pattern INLINE_TAG = Pattern.compile("\\{@[^}]*}");
    private static final Pattern HTML_TAG = Pattern.compile("<[^>]*>");
    private static final Pattern BLOCK_TAG = Pattern.compile("(?m)^\\s*@(?:(?:param|throws)\\s+\\S+|\\w+)");
    private static final Pattern END = Pattern.compile("[.;:!?](?=\\s|$)");

    private static final Pattern HARD_OPENING = Pattern.compile("(?:What|Who|Whoever|Whatever|Nobody|Those|None|Nothing"
            + "|Somebody|Such|Else|Where|Which|With which|One that|That which|Of(?! the following)|As|Has|Is|Does|May|Would"
            + "|Are)\\b.*");
    private static final Pattern HARD_WORDS = Pattern.compile("(?i).*\\b(?:who|whoever|whatever|nobody|somebody|anybody"
            + "|everybody|told|tells?|hears?|heard|goes|gone|came|comes? along|brings?|lets? go|anew|meanwhile|in vain|at hand"
            + "|for want of|to be had|is to be|are to be|be it|else|on its way|for good|by itself|of its own|of their own"
            + "|the very)\\b.*");

    @Test
    void commentsHaveFewHardSentences() throws IOException {
        Map<String, List<String>> packages = new TreeMap<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java")).sorted().toList()) {
                packages.computeIfAbsent(file.getParent().toString(), name -> new ArrayList<>())
                        .addAll(sentences(Files.readString(file)));
            }
        }
        List<String> all = packages.values().stream().flatMap(List::stream).toList();
        SoftAssertions shares = new SoftAssertions();
        packages.forEach((name, sentences) -> {
            hard(sentences).forEach(sentence -> System.out.printf("%s: %s%n", name, sentence));
            if (sentences.size() >= SMALLEST_PACKAGE) {
                shares.assertThat(percent(sentences)).as("%% of hard sentences in %s", name).isLessThanOrEqualTo(LIMIT);
            }
        });
        shares.assertThat(percent(all)).as("%% of hard sentences in all packages").isLessThanOrEqualTo(LIMIT);
        shares.assertAll();
    }

    @Test
    void sentencesEndAtPunctuationAndBlockTags() {
        String source = """
                /** Returns {@code a.b()}; <b>who</b> waits gets it: at once. Two words.
                 *
                 * @param name of the video
                 * @return what it is!
                 */
                String text = "// not a comment"; // A line that
                // continues, and has version 1.2 in it
                char quote = '"'; /* A block */
                """;

        assertThat(sentences(source)).containsExactly("who waits gets it", "of the video", "what it is",
                "A line that continues, and has version 1.2 in it");
        assertThat(hard(sentences(source))).containsExactly("who waits gets it");
    }

    @Test
    void hardSentencesAreFoundByOpeningAndByWord() {
        List<String> easy = List.of("Of the following four", "Returns the owner", "Whole seconds only");

        assertThat(hard(easy)).isEmpty();
        assertThat(hard(List.of("What comes next", "Of one account", "Closes it for good", "Waits to be Told")))
                .containsExactly("What comes next", "Of one account", "Closes it for good", "Waits to be Told");
    }

    /** Returns the sentences of three words or more in the comments of a source file. */
    private static List<String> sentences(String source) {
        return TOKEN.matcher(source).results()
                .map(token -> token.group(1) == null ? token.group(2) : token.group(1))
                .filter(comment -> comment != null)
                .map(comment -> MARGIN.matcher(comment).replaceAll(""))
                .map(comment -> HTML_TAG.matcher(INLINE_TAG.matcher(comment).replaceAll("code")).replaceAll(" "))
                .map(comment -> BLOCK_TAG.matcher(comment).replaceAll("\n; "))
                .flatMap(END::splitAsStream)
                .map(sentence -> Stream.of(sentence.strip().split("\\s+")).collect(Collectors.toList()))
                .filter(words -> words.size() >= SHORTEST_SENTENCE)
                .map(words -> String.join(" ", words)).toList();
    }

    private static List<String> hard(List<String> sentences) {
        return sentences.stream().filter(sentence -> HARD_OPENING.matcher(sentence).matches()
                || HARD_WORDS.matcher(sentence).matches()).toList();
    }

    private static double percent(List<String> sentences) {
        return 100.0 * hard(sentences).size() / sentences.size();
    }
}
