package dev.reelay.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/**
 * Holds each workaround to one form: the issue of the library, or how to reproduce the defect if there is none, and the
 * condition for the removal.
 */
class WorkaroundsTest {
    /** Consecutive lines of comment, or a block of XML. */
    private static final Pattern COMMENT = Pattern.compile("(?m)(?:^[^\\n\"]*?(?://|(?<![&\\w])#)[^\\n]*\\n)+|<!--(?s:.*?)-->");
    private static final Pattern MARGIN = Pattern.compile("\\s*(?:\\n\\s*(?://|#)?)\\s*");
    private static final Pattern FORM = Pattern
            .compile("Workaround: (?:https://github\\.com/[\\w.-]+/[\\w.-]+/(?:issues|pull)/\\d+"
                    + "|no issue filed yet; [^;]+); remove (?:when|with) .+");

    @Test
    void workaroundsNameTheirIssueAndTheConditionForRemoval() throws IOException {
        List<String> workarounds = Stream.concat(Stream.of(Path.of("pom.xml")), sources()).flatMap(WorkaroundsTest::in)
                .toList();

        assertThat(workarounds).hasSizeGreaterThan(10).allMatch(FORM.asMatchPredicate());
    }

    @Test
    void workaroundIsReadFromAllLinesOfItsComment() {
        assertThat(in("""
                int a; // no matter
                // A reason.
                // Workaround: https://github.com/a/b/issues/1; remove
                // when c is mended.
                int b;
                # Workaround: no issue filed yet;
                #   do this; remove when e.
                key=value
                <!-- Text.
                     Workaround: later -->
                """)).containsExactly("Workaround: https://github.com/a/b/issues/1; remove when c is mended.",
                "Workaround: no issue filed yet; do this; remove when e.", "Workaround: later");
        assertThat("Workaround: later").doesNotMatch(FORM);
    }

    private static Stream<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "main"))) {
            return files.filter(file -> file.toString().matches(".*\\.(java|properties|sql|yaml)")).toList().stream();
        }
    }

    private static Stream<String> in(Path file) {
        try {
            return in(Files.readString(file)).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> in(String source) {
        return COMMENT.matcher(source).results().map(comment -> MARGIN.matcher(comment.group()).replaceAll(" "))
                .filter(comment -> comment.toLowerCase().contains("workaround"))
                .map(comment -> comment.replaceFirst("(?i).*?(?=workaround)", "").replaceFirst("\\s*(-->)?\\s*$", ""))
                .toList();
    }
}
