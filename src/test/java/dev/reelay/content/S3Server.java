package dev.reelay.content;

import static dev.reelay.testing.Waits.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

import dev.reelay.testing.FaultProxy;
import dev.reelay.testing.TestDatabase;

/** An S3-compatible store with one bucket in a folder: npm's s3rver, if {@code .ci/run} installed it. */
public final class S3Server implements QuarkusTestResourceLifecycleManager {
    private static final Path SCRIPT = Path.of("target", "clients", "node_modules", "s3rver", "bin", "s3rver.js");
    private static final Path FOLDER = TestDatabase.FOLDER.resolve("s3");
    private static final Path OUTPUT = TestDatabase.FOLDER.resolve("s3.log");
    private static final Pattern LISTENING = Pattern.compile("listening on [\\d.]+:(\\d+)\\D");
    /** The access key and the secret key of s3rver. */
    private static final String KEY = "S3RVER";
    private static final String BUCKET = "videos";

    private static volatile Process process;
    private static volatile String port = "0";
    private static volatile FaultProxy network;

    static boolean isInstalled() {
        return Files.exists(SCRIPT);
    }

    @Override
    public Map<String, String> start() {
        remove();
        begin();
        network = FaultProxy.to("127.0.0.1", Integer.parseInt(port));
        return Map.of("quarkus.s3.endpoint-override", "http://127.0.0.1:" + network.port(),
                "quarkus.s3.aws.credentials.type", "static",
                "quarkus.s3.aws.credentials.static-provider.access-key-id", KEY,
                "quarkus.s3.aws.credentials.static-provider.secret-access-key", KEY,
                "reelay.archive.bucket", BUCKET);
    }

    @Override
    public void stop() {
        network.close();
        end();
    }

    /** Returns the network between Reelay and the store. */
    public static FaultProxy network() {
        return network;
    }

    /** Starts the store on its former port, if it had one, and with the same folder. */
    public static void begin() {
        try {
            process = new ProcessBuilder("node", SCRIPT.toString(), "--directory", FOLDER.toString(), "--address", "127.0.0.1",
                    "--port", port, "--configure-bucket", BUCKET).redirectErrorStream(true)
                    .redirectOutput(OUTPUT.toFile()).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = await().until(() -> LISTENING.matcher(Files.readString(OUTPUT)), Matcher::find).group(1);
    }

    public static void end() {
        process.destroyForcibly().onExit().join();
    }

    /** Returns the file of an archived video. */
    public static Path object(String id) {
        return FOLDER.resolve(BUCKET).resolve(id + ".mp4._S3rver_object");
    }

    private static void remove() {
        if (Files.notExists(FOLDER)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(FOLDER)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
