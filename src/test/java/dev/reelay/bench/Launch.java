package dev.reelay.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import dev.reelay.testing.Packaged;

/** How the programs that are measured are started: ours as it is deployed, and what it is compared with just the same. */
final class Launch {
    /** Those of {@code docker/Dockerfile.jvm}. */
    static final List<String> JVM_OPTIONS = List.of();

    private Launch() {
    }

    /** Ours: the native one where it was built. */
    static List<String> ours(Collection<String> options) {
        return Packaged.command(withOurs(options));
    }

    /** A jar, with the options of ours. */
    static List<String> java(Collection<String> options, Path jar) {
        return Packaged.java(withOurs(options), List.of("-jar", jar.toString()));
    }

    /** What ours runs on, for the head of a table. */
    static String runtime() {
        return Packaged.isNative() ? "native"
                : "%s %s".formatted(System.getProperty("java.vm.name"), System.getProperty("java.version"));
    }

    private static List<String> withOurs(Collection<String> options) {
        List<String> all = new ArrayList<>(Packaged.isNative() ? List.of() : JVM_OPTIONS);
        all.addAll(options);
        return all;
    }
}
