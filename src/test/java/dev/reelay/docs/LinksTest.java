package dev.reelay.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Tests that each link to a file or heading of the repository has a target. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)|(?:src|href)=\"([^\"]+)\"");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *$");
    private static final Pattern ELSEWHERE = Pattern.compile("^[a-z]+:.*");

    @TestFactory
    Stream<DynamicTest> eachLinkHasATarget() throws IOException {
        return Documents.all().stream().map(document -> DynamicTest.dynamicTest(document.toString(), () -> {
            for (String link : targets(Documents.read(document))) {
                assertThat(leadsSomewhere(document, link)).as("%s leads somewhere", link).isTrue();
            }
        }));
    }

    @Test
    void eachPageIsInTheIndex() throws IOException {
        Path index = Path.of("docs", "README.md");
        List<Path> linked = targets(Documents.read(index)).stream().map(link -> resolved(index, link)).toList();

        assertThat(Documents.all().stream().filter(page -> page.startsWith("docs") && !page.equals(index)))
                .isNotEmpty().isSubsetOf(linked);
    }

    @Test
    void anchorsFollowTheRulesOfTheHosting() {
        assertThat(anchors("# A b\n## `GET /v1/videos/{id}`\n## Errors, and more\n## A b\n## 7 Errors: codes\n## 状态 说明\n"))
                .containsExactlyInAnyOrder("a-b", "get-v1videosid", "errors-and-more", "a-b-1", "7-errors-codes", "状态-说明");
    }

    /** Links to other hosts are left out, as a test must not depend on them. */
    static List<String> targets(String document) {
        return LINK.matcher(Documents.plain(document)).results()
                .map(link -> link.group(1) != null ? link.group(1) : link.group(2))
                .filter(link -> !ELSEWHERE.matcher(link).matches()).toList();
    }

    private static boolean leadsSomewhere(Path document, String link) throws IOException {
        Path target = resolved(document, link);
        int hash = link.indexOf('#');
        return Files.exists(target) && !target.startsWith("..")
                && (hash < 0 || anchors(Documents.read(target)).contains(link.substring(hash + 1)));
    }

    private static Path resolved(Path document, String link) {
        String path = link.replaceFirst("#.*", "");
        Path top = Path.of("").toAbsolutePath();
        return path.isEmpty() ? document : top.relativize(top.resolve(document).resolveSibling(path).normalize());
    }

    private static Set<String> anchors(String document) {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> anchors = new HashSet<>();
        HEADING.matcher(Documents.prose(document)).results().map(heading -> anchor(heading.group(1))).forEach(anchor -> {
            int before = seen.merge(anchor, 1, Integer::sum) - 1;
            anchors.add(before == 0 ? anchor : anchor + "-" + before);
        });
        return anchors;
    }

    private static String anchor(String heading) {
        return heading.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1").toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{M}\\p{N}_ -]", "").replace(' ', '-');
    }
}
