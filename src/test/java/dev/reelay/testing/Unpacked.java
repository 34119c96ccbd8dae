package dev.reelay.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;

import dev.reelay.sandbox.Media;

/** Unpacked copies of PostgreSQL and ffmpeg, which save each program seconds of processor time at its first start. */
public final class Unpacked {

    private Unpacked() {
    }

    /** Links both into a home. A native program has none of them. */
    static void into(Path home) throws IOException {
        if (!Packaged.isNative()) {
            databaseInto(home.resolve("data"));
            link(Media.unpacked(), home.resolve("data/sandbox/ffmpeg"));
        }
    }

    /** Links PostgreSQL into the directory of a database. */
    public static void databaseInto(Path data) throws IOException {
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
