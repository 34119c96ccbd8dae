package dev.reelay.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.reelay.page.PageBrowser.action;
import static dev.reelay.page.PageBrowser.awaitStatus;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;

import com.microsoft.playwright.Locator;
import com.standardwebhooks.Webhook;

/** Runs the receivers that the page offers to copy, and sends them events. */
@NeedsChromium
class SnippetsIT extends PageTest {
    private static final Path MODULES = Path.of("target", "clients").toAbsolutePath();

    @Test
    void receiverForNodeAcceptsOurEventsOnly() throws Exception {
        assumeTrue(Files.exists(MODULES.resolve("node_modules/standardwebhooks")),
                "npm's package standardwebhooks is not installed in target/clients");
        verifies("node", MODULES.resolve("receiver-of-page.mjs"), "node");
    }

    @Test
    void receiverForJavaAcceptsOurEventsOnly() throws Exception {
        String library = Path.of(Webhook.class.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        verifies("java", stage.home().resolve("Receiver.java"),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp", library);
    }

    /** @param command runs the file that follows it */
    private void verifies(String language, Path file, String... command) throws Exception {
        int port = freePort();
        URI receiver = URI.create("http://127.0.0.1:%d/hook".formatted(port));
        try (PageBrowser visitor = stage.visitor().enterWebhooks(stage.freshKey())) {
            visitor.page().locator("#tab-" + language).click();
            Files.writeString(file, visitor.page().locator("#snippet").textContent().replace("8000", String.valueOf(port)));
            Locator card = visitor.addEndpoint(receiver.toString());
            Process process = start(file, Map.of("WEBHOOK_SECRET", card.locator(".secret code").innerText()), command);
            try {
                await().until(() -> isOpen(port));
                action(card, "Send a test").click();
                awaitStatus(card.locator(".delivery"), "Delivered");
                assertThat(HttpClient.newHttpClient().send(
                        HttpRequest.newBuilder(receiver).POST(BodyPublishers.ofString("{}")).build(),
                        BodyHandlers.discarding()).statusCode()).isEqualTo(400);
            } finally {
                process.destroy();
                process.waitFor();
                Files.delete(file);
            }
        }
    }

    private static Process start(Path file, Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder process = new ProcessBuilder(command);
        process.command().add(file.toString());
        process.environment().putAll(environment);
        return process.inheritIO().start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException closed) {
            return false;
        }
    }
}
