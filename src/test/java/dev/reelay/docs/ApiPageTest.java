package dev.reelay.docs;

import static dev.reelay.testing.TestDatabase.freshKey;
import static dev.reelay.testing.Waits.LIMIT;
import static dev.reelay.upstream.FaultUpstream.answer;
import static dev.reelay.upstream.FaultUpstream.running;
import static dev.reelay.upstream.FaultUpstream.script;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;

import dev.reelay.api.LimitsProfile;
import dev.reelay.testing.Api;
import dev.reelay.testing.TestDatabase;

/** Runs the curl commands of the README and of two pages; only the address, the key and the id are replaced. */
@QuarkusTest
@TestProfile(LimitsProfile.class)
class ApiPageTest {
    private static final String PROMPT = "A lighthouse at dusk";
    private static final String CLIP = "x".repeat(100_000);

    @TestHTTPResource
    URI reelay;
    @TempDir
    Path folder;

    private final String key = freshKey();

    @BeforeEach
    void requireCurl() throws IOException, InterruptedException {
        assumeTrue(new ProcessBuilder("bash", "-c", "command -v curl").start().waitFor() == 0, "skipped: needs bash and curl");
        // The page's lines are for people; here a status code from 400 on has to end the script.
        Files.writeString(folder.resolve(".curlrc"), "fail\nsilent\nshow-error\n");
        script(PROMPT).content(answer(200, "video/mp4", CLIP));
        script("[slow:60s] A glacier").status(running(10));
    }

    @Test
    void apiPageRuns() throws IOException, InterruptedException {
        run(shell(Path.of("docs", "api.md")));

        assertThat(folder.resolve("video.mp4")).hasContent(CLIP);
        assertThat(folder.resolve("first.part")).hasSize(1024);
    }

    @Test
    void readmeRuns() throws IOException, InterruptedException {
        String id = Api.create(key, PROMPT);
        Api.awaitEnd(key, id, "completed");

        run(shell(Path.of("README.md")).replaceAll("video_[0-9a-f]{32}", id));

        assertThat(folder.resolve("video.mp4")).hasContent(CLIP);
    }

    @Test
    void sandboxPageRuns() throws IOException, InterruptedException {
        run(shell(Path.of("docs", "sandbox.md")));
    }

    private String shell(Path page) throws IOException {
        String lines = Documents.blocks(Documents.read(page), "sh").stream().filter(block -> block.contains("curl"))
                .collect(Collectors.joining("\n"));
        assertThat(lines).contains("http://localhost:8080", "sk-demo");
        String address = reelay.toString();
        return lines.replace("http://localhost:8080", address.substring(0, address.length() - 1)).replace("sk-demo", key)
                .replace("sk-admin-demo", TestDatabase.ADMIN);
    }

    private void run(String script) throws IOException, InterruptedException {
        File output = folder.resolve("output").toFile();
        ProcessBuilder builder = new ProcessBuilder("bash", "-eux",
                Files.writeString(folder.resolve("script"), script).getFileName().toString()).directory(folder.toFile());
        builder.environment().put("CURL_HOME", folder.toString());
        Process process = builder.redirectErrorStream(true).redirectOutput(output).start();
        try {
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as("ended in time").isTrue();
            assertThat(process.exitValue()).as(Files.readString(output.toPath())).isZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
