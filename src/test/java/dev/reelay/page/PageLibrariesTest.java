package dev.reelay.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** The page names the files of its libraries with their versions, which come from the dependencies of the build. */
class PageLibrariesTest {
    private static final Path RESOURCES = Path.of("src/main/resources/META-INF/resources");
    private static final Pattern FILE = Pattern.compile("webjars/[\\w./-]+");

    @Test
    void eachFileOfALibraryIsPackaged() throws IOException {
        try (Stream<Path> sources = Files.walk(RESOURCES)) {
            List<String> files = sources.filter(Files::isRegularFile).flatMap(source -> FILE.matcher(read(source)).results())
                    .map(MatchResult::group).toList();

            assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(
                    PageLibrariesTest.class.getResource("/META-INF/resources/" + file)).as(file).isNotNull());
        }
    }

    private static String read(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
