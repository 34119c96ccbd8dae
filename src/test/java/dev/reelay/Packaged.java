package dev.reelay;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;

/** What the build packaged last, a jar or a native executable: by the note that Quarkus leaves for its own tests. */
public final class Packaged {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Properties NOTE = note();

    private Packaged() {
    }

    public static boolean isNative() {
        return NOTE.getProperty("type").equals("native");
    }

    /** Another one for each packaging. */
    static String id() throws IOException {
        return String.valueOf(Files.getLastModifiedTime(TARGET.resolve(NOTE.getProperty("path"))).toMillis());
    }

    /**
     * The command that starts it, with absolute paths.
     *
     * @param options
     *        for its virtual machine; a native executable has one too, and takes {@code -Xmx}
     */
    public static List<String> command(Collection<String> options) {
        String program = TARGET.resolve(NOTE.getProperty("path")).toString();
        return isNative() ? command(program, options, List.of()) : java(options, List.of("-jar", program));
    }

    /** The command that runs something on the JVM of the tests. */
    public static List<String> java(Collection<String> options, Collection<String> arguments) {
        return command(Path.of(System.getProperty("java.home"), "bin", "java").toString(), options, arguments);
    }

    private static List<String> command(String program, Collection<String> options, Collection<String> arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(options);
        command.addAll(arguments);
        return command;
    }

    private static Properties note() {
        Properties note = new Properties();
        try (InputStream file = Files.newInputStream(TARGET.resolve("quarkus-artifact.properties"))) {
            note.load(file);
            return note;
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing is packaged", e);
        }
    }
}
