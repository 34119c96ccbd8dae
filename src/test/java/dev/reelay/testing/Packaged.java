package dev.reelay.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;

/** The last packaged program, a jar or a native executable, from the metadata file that Quarkus writes for its tests. */
public final class Packaged {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Properties NOTE = note();

    private Packaged() {
    }

    public static boolean isNative() {
        return NOTE.getProperty("type").equals("native");
    }

    /** Returns a value that changes with each packaging. */
    static String id() throws IOException {
        return String.valueOf(Files.getLastModifiedTime(TARGET.resolve(NOTE.getProperty("path"))).toMillis());
    }

    /**
     * Returns the command that starts the program, with absolute paths.
     *
     * @param options
     *        options of the JVM; a native executable accepts {@code -Xmx} as well
     */
    public static List<String> command(Collection<String> options) {
        String program = TARGET.resolve(NOTE.getProperty("path")).toString();
        return isNative() ? command(program, options, List.of()) : java(options, List.of("-jar", program));
    }

    /** Returns the command that runs a program on the JVM of the tests. */
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
