package dev.reelay.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Markdown files of the repository, for tests that compare them with the program and with each other. */
public final class Documents {
    /** A fenced block: its language and its lines. */
    static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");

    /** Folders whose files belong to others, or to a build. */
    private static final List<String> FOREIGN = List.of(".git", "target", "node_modules", "data");

    private static final Pattern CODE = Pattern.compile("`[^`\\n]*`");

    private Documents() {
    }

    /** Returns every Markdown file, relative to the top of the repository. */
    public static List<Path> all() throws IOException {
        Path top = Path.of("").toAbsolutePath();
        try (Stream<Path> files = Files.walk(top, 6)) {
            return files.map(top::relativize).filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> Stream.of(file.toString().split("[/\\\\]")).noneMatch(FOREIGN::contains))
                    .sorted().toList();
        }
    }

    public static String read(Path file) throws IOException {
        return Files.readString(file);
    }

    /** Returns the blocks of code in this language, in order. */
    static List<String> blocks(String document, String language) {
        return BLOCK.matcher(document).results().filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2)).toList();
    }

    /** Returns the document without its blocks of code, in which a {@code #} is no heading. */
    static String prose(String document) {
        return BLOCK.matcher(document).replaceAll("");
    }

    /** Returns the prose without code in lines, in which a bracket is no link. */
    static String plain(String document) {
        return CODE.matcher(prose(document)).replaceAll("");
    }

    /** Returns the rows of the tables below the heading with this text, up to the next heading of any level. */
    public static List<List<String>> rows(String document, String heading) {
        return section(document, heading).lines().filter(line -> line.startsWith("|")).filter(line -> !line.startsWith("|--"))
                .map(line -> List.of(line.substring(1, line.lastIndexOf('|')).split("(?<!\\\\)\\|")).stream()
                        .map(String::strip).toList())
                .skip(1).toList();
    }

    /** Returns the text between the heading with this text and the next heading of any level. */
    static String section(String document, String heading) {
        String text = prose(document);
        var start = Pattern.compile("(?m)^#+ " + Pattern.quote(heading) + "$").matcher(text);
        if (!start.find()) {
            throw new AssertionError("There is no section " + heading);
        }
        var end = Pattern.compile("(?m)^#+ ").matcher(text);
        return end.find(start.end()) ? text.substring(start.end(), end.start()) : text.substring(start.end());
    }
}
