package dev.reelay.sdk;

import static dev.reelay.testing.Waits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a client of {@code src/test/clients} with Node.js, if Node.js and the libraries of the client are installed. */
final class NodeClient {
    private static final Path SOURCES = Path.of("src", "test", "clients");
    /** Node.js looks for libraries above the script, not where it was started. */
    private static final Path INSTALLED = Path.of("target", "clients");

    private NodeClient() {
    }

    /** Runs a client of Reelay until it ends, which has to be well. */
    static void run(String script, URI url, String key, String... arguments) throws IOException, InterruptedException {
        run("openai", script, Map.of("REELAY_URL", url.toString(), "REELAY_KEY", key), arguments);
    }

    /**
     * Runs a script until it ends, which has to be well.
     *
     * @param library what the script needs from npm
     */
    static void run(String library, String script, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        assumeTrue(Files.isDirectory(INSTALLED.resolve("node_modules").resolve(library)),
                "npm's package %s is not installed in target/clients".formatted(library));
        assumeTrue(succeeds("node", "--version"), "There is no Node.js");
        Files.copy(SOURCES.resolve(script), INSTALLED.resolve(script), StandardCopyOption.REPLACE_EXISTING);
        List<String> command = new ArrayList<>(List.of("node", INSTALLED.resolve(script).toString()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("client-", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);

        Process process = builder.start();
        boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
        process.destroyForcibly();

        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended).as("It takes too long: %s", said).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        Files.delete(output);
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }
}
