package dev.reelay;

import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;

import dev.reelay.sandbox.Media;
import dev.reelay.testing.TestDatabase;

/** The sample clients of the contract, with another key, another address and shorter sleeps. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class SampleClientsTest {
    private static final Path CLIENTS = Path.of("src", "test", "clients");
    /** The directory into which {@code .ci/run} installs the modules of the JavaScript client. */
    private static final Path MODULES = Path.of("target", "clients", "node_modules").toAbsolutePath();

    @TestHTTPResource("/v1/videos")
    URI videos;
    @TempDir
    Path folder;

    @BeforeEach
    void drawPicture() throws IOException {
        Media.picture(folder.resolve("image.png"));
    }

    @Test
    void bashClientGetsItsVideo() throws Exception {
        assumeTrue(works("bash", "-c", "command -v curl"), "skipped: needs bash and curl");

        run("bash", sample("sample.sh", "sleep 30", "sleep 0.2"));

        assertVideo();
    }

    @Test
    void pythonClientGetsItsVideo() throws Exception {
        assumeTrue(works("python3", "-c", "import requests"), "skipped: needs python3 with requests");

        run("python3", sample("sample.py", "time.sleep(30)", "time.sleep(0.2)"));

        assertVideo();
    }

    @Test
    void nodeClientGetsItsVideo() throws Exception {
        assumeTrue(works("node", "-e", "require('axios'), require('form-data')"),
                "skipped: needs node, with axios and form-data in " + MODULES);

        run("node", sample("sample.js", "30000", "200"));

        assertVideo();
    }

    /** Returns the sample with these three changes. */
    private String sample(String name, String sleep, String shortSleep) throws IOException {
        String text = Files.readString(CLIENTS.resolve(name));
        text = replaced(text, "sk-your-api-key-here", ALICE);
        text = replaced(text, "https://api.apiyi.com/v1/videos", videos.toString());
        text = replaced(text, sleep, shortSleep);
        return Files.writeString(folder.resolve(name), text).getFileName().toString();
    }

    private static String replaced(String text, String old, String now) {
        assertThat(text).containsOnlyOnce(old);
        return text.replace(old, now);
    }

    private void run(String... command) throws IOException, InterruptedException {
        File output = folder.resolve("output").toFile();
        Process process = process(command).redirectErrorStream(true).redirectOutput(output).start();
        try {
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as("ended in time").isTrue();
            assertThat(process.exitValue()).as(Files.readString(output.toPath())).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private boolean works(String... command) throws InterruptedException {
        try {
            return process(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
                    .waitFor() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    private ProcessBuilder process(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("NODE_PATH", MODULES.toString());
        return builder;
    }

    private void assertVideo() throws IOException {
        JsonObject video = Media.probe(folder.resolve("video.mp4"));
        assertThat(video.getString("codec_name")).isEqualTo("h264");
        assertThat(List.of(video.getInteger("width"), video.getInteger("height"))).containsExactly(1280, 720);
        assertThat(Double.parseDouble(video.getString("duration"))).isBetween(9.9, 10.1);
    }
}
