package dev.reelay.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.reelay.page.PageBrowser.awaitStatus;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import dev.reelay.sandbox.Media;

/** Tests the login, the checks of the form and the messages of the page. */
@NeedsChromium
class PageIT extends PageTest {
    @Test
    void wrongKeyIsReportedBelowItsField() {
        try (PageBrowser visitor = stage.visitor().expecting("401").enter("sk-wrong")) {
            Page page = visitor.page();
            assertThat(page.locator("#key-problem")).containsText("not valid");
            assertThat(page.locator("#studio")).isHidden();
            visitor.screenshot("wrong-key");
            page.locator("#key").fill(" 密钥 ");
            page.keyboard().press("Enter");
            assertThat(page.locator("#key-problem")).containsText("letters, digits and signs");

            page.locator("#key").fill(" " + stage.freshKey() + " ");
            page.keyboard().press("Enter");

            assertThat(page.locator("#connection")).hasText("Live");
            assertThat(page.locator("#login")).isHidden();
        }
    }

    /** A time of creation has whole seconds, and the stream may report the newest video before the list does. */
    @Test
    void videosOfTheSameSecondKeepTheOrderOfTheList() {
        try (PageBrowser visitor = stage.visitor().enter(stage.freshKey())) {
            assertThat(visitor.page().evaluate("""
                    async () => {
                      const { Videos } = await import('/page/videos.js');
                      const videos = new Videos(() => {});
                      const video = id => ({ id, created_at: 7, status: 'completed', progress: 100 });
                      videos.meet(video('e'));
                      videos.meetPage(['e', 'd', 'c'].map(video));
                      videos.meetPage(['b', 'a'].map(video));
                      videos.meet(video('f'));
                      videos.meetPage(['h', 'g', 'f', 'e'].map(video));
                      return videos.all.map(({ id }) => id).join('');
                    }""")).isEqualTo("hgfedcba");
        }
    }

    @Test
    void keyStaysInItsTab() {
        String key = stage.freshKey();
        try (PageBrowser visitor = stage.visitor().enter(key)) {
            Page page = visitor.page();
            assertThat(page.locator("#connection")).hasText("Live");
            assertThat(page.url()).isEqualTo(stage.program().uri() + "/");
            assertThat(page.evaluate("JSON.stringify(localStorage) + document.cookie")).asString().doesNotContain(key);
            page.reload();
            assertThat(page.locator("#connection")).hasText("Live");

            Page another = visitor.context().newPage();
            another.navigate(stage.program().uri().toString());
            assertThat(another.locator("#key")).isFocused();

            visitor.button("Change key").click();
            assertThat(page.locator("#key")).isFocused();
            assertThat(page.evaluate("sessionStorage.length")).isEqualTo(0);
        }
    }

    @Test
    void disabledButtonHasItsReason() {
        String key = stage.freshKey();
        try (PageBrowser visitor = stage.visitor().expecting("429").keepingShown().enter(key)) {
            Page page = visitor.page();
            Locator reason = page.locator("#submit-reason");
            assertThat(page.locator("#submit")).isVisible();
            assertThat(page.locator("#submit")).hasAttribute("aria-disabled", "true");
            assertThat(reason).hasText("Write a prompt first.");
            page.locator("#submit").click(new Locator.ClickOptions().setForce(true));
            assertThat(page.locator("#prompt")).isFocused();
            // Two UTF-16 units each, but one character, and a line break that is sent as two.
            page.locator("#prompt").fill("🦊".repeat(999) + "\n");
            assertThat(page.locator("#prompt-count")).hasText("1001 / 999");
            assertThat(reason).hasText("The prompt is 2 characters too long.");

            for (int number = 1; number <= PageEnvironment.CONCURRENT_VIDEOS; number++) {
                stage.create(key, "[stall] number " + number);
            }
            page.locator("#prompt").fill("One too many");
            page.locator("#submit").click();
            visitor.awaitShown("create-problem", "^Too many videos");
            visitor.awaitShown("submit-reason", "^You can create the next one in \\d+ seconds?\\.$");
        }
    }

    @Test
    void apiErrorIsShownAtItsField() {
        try (PageBrowser visitor = stage.visitor().expecting("400").enter(stage.freshKey())) {
            Page page = visitor.page();
            page.locator("#prompt").fill("A fox");
            page.locator("[name=seconds] >> nth=0").evaluate("input => { input.value = '11'; }");
            page.locator("#submit").click();
            assertThat(page.locator("#seconds-problem")).containsText("Allowed: 10, 15");
            assertThat(page.locator("#submit")).hasAttribute("aria-disabled", "false");

            page.locator("#prompt").fill("A fox\0");
            page.locator("[name=seconds] >> nth=1").check(new Locator.CheckOptions().setForce(true));
            assertThat(page.locator("#seconds-problem")).isEmpty();
            assertThat(page.locator(".card")).hasCount(0);
        }
    }

    @Test
    void imageIsCheckedBeforeItIsSent() throws IOException {
        byte[] picture = Files.readAllBytes(Media.picture(stage.home().resolve("picture.png")));
        try (PageBrowser visitor = stage.visitor().enter(stage.freshKey())) {
            Page page = visitor.page();
            Locator problem = page.locator("#image-problem");
            assertThat(page.locator("#studio")).isVisible();
            page.locator("#image").setInputFiles(file("too-large.png", Arrays.copyOf(picture, 10 * 1024 * 1024)));
            assertThat(problem).containsText("10 MB");
            assertThat(page.locator("#submit-reason")).hasText("Remove the image, or choose another one.");
            page.locator("#image").setInputFiles(file("fake.png", "GIF89a".getBytes(StandardCharsets.US_ASCII)));
            assertThat(problem).containsText("neither a PNG nor a JPEG");
            page.locator("#image").setInputFiles(file("half.png", Arrays.copyOf(picture, 12)));
            assertThat(problem).containsText("damaged");

            bring(page, "paste", picture);
            assertThat(page.locator("#image-facts")).containsText("800 × 800");
            assertThat(page.locator("#image-hint")).containsText("shape");
            assertThat(problem).isEmpty();
            visitor.button("Remove").click();
            assertThat(page.locator("#image-choose")).isFocused();
            bring(page, "drop", picture);
            assertThat(page.locator("#image-preview")).hasJSProperty("naturalWidth", 800);
            visitor.screenshot("image");
            upload(visitor, file("large.png", Arrays.copyOf(picture, 2_000_000)));
            awaitStatus(visitor.card("With an image [stall]"), "In progress");
            assertThat(page.locator("#image-preview")).isHidden();
        }
    }

    private Path file(String name, byte[] content) throws IOException {
        return Files.write(stage.home().resolve(name), content);
    }

    /** Over a line that is so slow that it cannot end before the page was looked at. */
    private static void upload(PageBrowser visitor, Path picture) {
        Page page = visitor.page();
        page.locator("#image").setInputFiles(picture);
        assertThat(page.locator("#image-name")).hasText("large.png");
        CDPSession devtools = visitor.context().newCDPSession(page);
        devtools.send("Network.enable");
        devtools.send("Network.emulateNetworkConditions", line(40_000));
        page.locator("#prompt").fill("With an image [stall]");
        page.locator("#submit").click();
        assertThat(page.locator("#submit")).hasText(Pattern.compile("Sending… [1-9]\\d? %"));
        assertThat(page.locator("#upload")).isVisible();
        assertThat(page.locator("#submit-reason")).hasText("Your video is being sent.");
        devtools.send("Network.emulateNetworkConditions", line(-1));
    }

    /** @param bytesPerSecond of uploads; -1 is no limit */
    private static JsonObject line(int bytesPerSecond) {
        return new Gson().toJsonTree(Map.of("offline", false, "latency", 0, "downloadThroughput", -1, "uploadThroughput",
                bytesPerSecond)).getAsJsonObject();
    }

    /** As the desktop does it: the browser's own event, with the file in it. */
    private static void bring(Page page, String event, byte[] picture) {
        page.evaluate("""
                ([event, base64]) => {
                  const data = new DataTransfer();
                  const bytes = Uint8Array.from(atob(base64), each => each.charCodeAt(0));
                  data.items.add(new File([bytes], 'picture.png', { type: 'image/png' }));
                  document.getElementById('create').dispatchEvent(event === 'paste'
                    ? new ClipboardEvent(event, { clipboardData: data, bubbles: true, cancelable: true })
                    : new DragEvent(event, { dataTransfer: data, bubbles: true, cancelable: true }));
                }""", List.of(event, Base64.getEncoder().encodeToString(picture)));
    }
}
