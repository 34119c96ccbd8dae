package dev.reelay.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Compares the structure of README.zh.md with README.md, so that neither changes alone. */
class TranslationTest {
    private static final Pattern HEADING = Pattern.compile("(?m)^(#{1,6}) ");
    private static final Pattern ITEM = Pattern.compile("(?m)^- ");
    private static final Pattern TABLE = Pattern.compile("(?m)(?:^\\|.*\\n)+");
    private static final Pattern CODE = Pattern.compile("`[^`\\n]+`");

    private static String english;
    private static String chinese;

    @BeforeAll
    static void readBoth() throws IOException {
        english = Documents.read(Path.of("README.md"));
        chinese = Documents.read(Path.of("README.zh.md"));
    }

    @Test
    void headingsHaveTheSameLevels() {
        assertThat(matches(HEADING, Documents.prose(chinese))).isNotEmpty()
                .isEqualTo(matches(HEADING, Documents.prose(english)));
    }

    @Test
    void listsHaveAsManyItems() {
        assertThat(matches(ITEM, Documents.prose(chinese))).hasSameSizeAs(matches(ITEM, Documents.prose(english)));
    }

    @Test
    void codeIsTheSame() {
        assertThat(matches(Documents.BLOCK, chinese)).isNotEmpty().isEqualTo(matches(Documents.BLOCK, english));
    }

    /** In each row, too: names of keys, headers and paths are not translated. */
    @Test
    void tablesHaveTheSameRowsWithTheSameCode() {
        assertThat(tables(chinese)).isNotEmpty().isEqualTo(tables(english));
    }

    @Test
    void linksLeadToTheSameTargets() {
        List<String> targets = new ArrayList<>(LinksTest.targets(english));
        assertThat(targets.remove("README.zh.md")).isTrue();
        targets.add("README.md");

        assertThat(LinksTest.targets(chinese)).containsExactlyInAnyOrderElementsOf(targets);
    }

    private static List<List<List<String>>> tables(String document) {
        return matches(TABLE, Documents.prose(document)).stream()
                .map(table -> table.lines().map(row -> matches(CODE, row).stream().sorted().toList()).toList()).toList();
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group().strip()).toList();
    }
}
