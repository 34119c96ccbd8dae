package dev.reelay.page;

import static dev.reelay.testing.Waits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the linters of the page's scripts and style sheet, if Node.js and the linters are installed. */
class PageLintTest {
    private static final Path CONFIGURATIONS = Path.of("src", "test", "lint");
    private static final String PAGE = "src/main/resources/META-INF/resources";
    /** A configuration looks for its rules next to itself, so it is copied to the modules. */
    private static final Path INSTALLED = Path.of("target", "clients");

    @TempDir
    Path folder;

    @Test
    void scriptsFollowTheRules() throws Exception {
        run("eslint", "bin/eslint.js", List.of(PAGE, "src/test/lint", "src/test/clients/openai.mjs"));
    }

    @Test
    void styleSheetFollowsTheRules() throws Exception {
        run("stylelint", "bin/stylelint.mjs", List.of(PAGE + "/**/*.css"));
    }

    private void run(String linter, String program, List<String> files) throws IOException, InterruptedException {
        Path script = INSTALLED.resolve(Path.of("node_modules", linter, program));
        assumeTrue(Files.exists(script), "npm's package " + linter + " is not installed in target/clients");
        assumeTrue(ends("node", "--version"), "There is no Node.js");
        String configuration = linter + ".config.mjs";
        Files.copy(CONFIGURATIONS.resolve(configuration), INSTALLED.resolve(configuration),
                StandardCopyOption.REPLACE_EXISTING);

        boolean passes = ends(Stream.concat(
                Stream.of("node", script.toString(), "--config", INSTALLED.resolve(configuration).toString()),
                files.stream()).toArray(String[]::new));

        assertThat(passes).as(Files.readString(output())).isTrue();
    }

    /** Returns true if the program ends in time and with exit code 0. */
    private boolean ends(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output().toFile()).start();
            try {
                return process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS) && process.exitValue() == 0;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException notInstalled) {
            return false;
        }
    }

    private Path output() {
        return folder.resolve("output");
    }
}
