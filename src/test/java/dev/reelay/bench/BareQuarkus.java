package dev.reelay.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A service with nothing but one JSON answer ({@code src/test/peers/bare}), built here and run as ours is. */
final class BareQuarkus {
    private static final Path POM = Path.of("src", "test", "peers", "bare", "pom.xml");

    private BareQuarkus() {
    }

    static Peer start() throws IOException, InterruptedException {
        String version = System.getProperty("quarkus.version");
        Path home = Files.createDirectories(Path.of("target", "peers", "bare-" + version)).toAbsolutePath();
        Path jar = home.resolve(Path.of("quarkus-app", "quarkus-run.jar"));
        if (!Files.exists(jar)) {
            build(home, version);
        }
        int port = Peer.freePort();
        return Peer.start(home, port, Map.of("QUARKUS_HTTP_PORT", String.valueOf(port), "QUARKUS_HTTP_HOST", "127.0.0.1"),
                Launch.java(List.of(), jar));
    }

    private static void build(Path home, String version) throws IOException, InterruptedException {
        Path log = home.resolve("build.log");
        int exit = new ProcessBuilder(Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(), "-B", "-q", "-f",
                POM.toString(), "-Doutput=" + home, "-Dquarkus.version=" + version, "package")
                .redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
        if (exit != 0) {
            throw new AssertionError("The bare service cannot be built: " + Files.readString(log));
        }
    }
}
