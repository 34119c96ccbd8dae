package dev.reelay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;

import dev.reelay.sandbox.Media;

/** The PostgreSQL and the ffmpeg that a program unpacks at its first start, which takes seconds of the processor. */
final class Unpacked {

    private Unpacked() {
    }

    /** Gives them to the programs of that home, as links. A native program has none. */
    static void into(Path home) throws IOException {
        if (!Packaged.isNative()) {
            databaseInto(home.resolve("data"));
            link(Media.unpacked(), home.resolve("data/sandbox/ffmpeg"));
        }
    }

    /** Gives the PostgreSQL alone to a database of that directory. */
    static void databaseInto(Path data) throws IOException {
        link(DatabaseServer.binaries(), data.resolve("postgres-binaries"));
    }

    private static void link(Path source, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        try (Stream<Path> tree = Files.walk(source)) {
            for (Path path : tree.toList()) {
                Path copy = target.resolve(source.relativize(path).toString());
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createLink(copy, path);
                } else {
                    Files.copy(path, copy, LinkOption.NOFOLLOW_LINKS);
                }
            }
        }
    }
}
