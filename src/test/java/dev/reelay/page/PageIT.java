package dev.reelay.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.reelay.page.Visitor.action;
import static dev.reelay.page.Visitor.awaitStatus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;

import dev.reelay.sandbox.Media;

/** The page itself: who gets in, what the form says, and for whom it works. */
class PageIT {
    private static final Path AXE = Path.of("target/clients/node_modules/axe-core/axe.min.js");
    private static final String PROMPT = "A lighthouse at dusk [stall]";

    private static Stage stage;

    @BeforeAll
    static void open() throws IOException {
        stage = Stage.set("page", Map.of("REELAY_UPSTREAM_CONCURRENT_VIDEOS", "100"));
    }

    @AfterAll
    static void leaveNothing() throws InterruptedException {
        if (stage != null) {
            stage.close();
        }
    }

    @Test
    void aWrongKeyIsToldWhereItIsEntered() {
        try (Visitor visitor = stage.visitor().expecting("401").enter("sk-wrong")) {
            Page page = visitor.page();
            assertThat(page.locator("#key-problem")).containsText("not valid");
            assertThat(page.locator("#studio")).isHidden();
            visitor.screenshot("wrong-key");
            page.locator("#key").fill(" 密钥 ");
            page.keyboard().press("Enter");
            assertThat(page.locator("#key-problem")).containsText("only letters");

            page.locator("#key").fill(" " + stage.freshKey() + " ");
            page.keyboard().press("Enter");

            assertThat(page.locator("#connection")).hasText("Live");
            assertThat(page.locator("#gate")).isHidden();
        }
    }

    @Test
    void theKeyStaysInItsTab() {
        String key = stage.freshKey();
        try (Visitor visitor = stage.visitor().enter(key)) {
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
    void theButtonTellsWhyItWaits() {
        try (Visitor visitor = stage.visitor().expecting("429").enter(stage.freshKey())) {
            Page page = visitor.page();
            Locator reason = page.locator("#submit-reason");
            assertThat(page.locator("#submit")).hasAttribute("aria-disabled", "true");
            assertThat(reason).hasText("Write a prompt first.");
            page.locator("#submit").click(new Locator.ClickOptions().setForce(true));
            assertThat(page.locator("#prompt")).isFocused();
            // Two UTF-16 units each, but one character, and a line break that is sent as two.
            page.locator("#prompt").fill("🦊".repeat(999) + "\n");
            assertThat(page.locator("#prompt-count")).hasText("1001 / 999");
            assertThat(reason).hasText("The prompt is 2 characters too long.");

            for (int number = 1; number <= 5; number++) {
                visitor.create("[stall] number " + number);
            }
            page.locator("#prompt").fill("One too many");
            page.locator("#submit").click();
            assertThat(page.locator("#create-problem")).containsText("Too many videos");
            assertThat(reason).hasText(Pattern.compile("You can create the next one in \\d+ seconds?\\."));
        }
    }

    @Test
    void whatTheApiRefusesIsToldAtItsField() {
        try (Visitor visitor = stage.visitor().expecting("400").enter(stage.freshKey())) {
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
    void anImageIsCheckedBeforeItIsSent() throws IOException {
        byte[] picture = Files.readAllBytes(Media.picture(Path.of("target/programs/page/picture.png")));
        try (Visitor visitor = stage.visitor().enter(stage.freshKey())) {
            Page page = visitor.page();
            Locator problem = page.locator("#image-problem");
            page.locator("#image").setInputFiles(new FilePayload("large.png", "image/png",
                    Arrays.copyOf(picture, 10 * 1024 * 1024)));
            assertThat(problem).containsText("10 MB");
            assertThat(page.locator("#submit-reason")).hasText("Remove the image, or choose another one.");
            page.locator("#image").setInputFiles(new FilePayload("fake.png", "image/png", "GIF89a".getBytes()));
            assertThat(problem).containsText("neither a PNG nor a JPEG");
            page.locator("#image").setInputFiles(new FilePayload("half.png", "image/png", Arrays.copyOf(picture, 12)));
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
            awaitStatus(visitor.create("With an image [stall]"), "In progress");
            assertThat(page.locator("#image-preview")).isHidden();
        }
    }

    @Test
    void theKeyboardAloneIsEnough() {
        try (Visitor visitor = stage.visitor()) {
            Page page = visitor.page();
            page.navigate(stage.program().uri().toString());
            page.keyboard().type(stage.freshKey());
            page.keyboard().press("Enter");
            assertThat(page.locator("#connection")).hasText("Live");
            tabTo(page, "#prompt");
            page.keyboard().type(PROMPT);
            tabTo(page, "[name=size]:checked");
            page.keyboard().press("ArrowRight");
            assertThat(page.locator("[value='720x1280']")).isChecked();
            tabTo(page, "#submit");
            page.keyboard().press("Enter");
            Locator card = visitor.card(PROMPT);
            awaitStatus(card, "In progress");
            assertThat(card).containsText("720 × 1280");
            tabTo(page, "[data-action=cancel]");
            page.keyboard().press("Enter");
            assertThat(page.locator("#sure-no")).isFocused();
            page.keyboard().press("Escape");
            awaitStatus(card, "In progress");
            assertThat(action(card, "Cancel")).isFocused();
            page.keyboard().press("Enter");
            page.keyboard().press("Tab");
            page.keyboard().press("Enter");
            awaitStatus(card, "Cancelled");
        }
    }

    @Test
    void aChineseReaderReadsChinese() {
        NewContextOptions chinese = new NewContextOptions().setLocale("zh-CN").setViewportSize(1280, 900);
        try (Visitor visitor = stage.visitor(chinese).enter(stage.freshKey())) {
            Page page = visitor.page();
            assertThat(page.locator("html")).hasAttribute("lang", "zh-Hans");
            Locator card = visitor.create("黄昏的灯塔 [fail:content_policy_violation]");
            awaitStatus(card, "失败");
            assertThat(card.locator(".why")).containsText("违反内容政策");
            visitor.screenshot("chinese");
            assertThat(page.locator("body").innerText().replaceAll("(?s)黄昏的灯塔 \\[.*?]|Content policy violation", ""))
                    .doesNotContainPattern("(?i)\\b(create|video|prompt|copy|delete|show|cancel|live)\\b");

            visitor.button("English").click();
            awaitStatus(card, "Failed");
            page.reload();
            awaitStatus(card, "Failed");
        }
    }

    enum Look {
        NARROW(new NewContextOptions().setViewportSize(360, 740).setLocale("zh-CN")),
        WIDE(new NewContextOptions().setViewportSize(1920, 1080)),
        DARK(new NewContextOptions().setViewportSize(1280, 900).setColorScheme(ColorScheme.DARK));

        private final NewContextOptions options;

        Look(NewContextOptions options) {
            this.options = options;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everybodyCanUseIt(Look look) throws IOException {
        assumeTrue(Files.exists(AXE), "npm's package axe-core is not installed in target/clients");
        try (Visitor visitor = stage.visitor(look.options)) {
            Page page = visitor.page();
            visitor.context().addInitScript(Files.readString(AXE));
            page.navigate(stage.program().uri().toString());
            assertFitsAndIsAccessible(visitor, look + "-gate");
            page.locator("#key").fill(stage.freshKey());
            page.keyboard().press("Enter");
            assertThat(page.locator("#examples button")).hasCount(3);
            page.locator(".advice summary").click();
            assertFitsAndIsAccessible(visitor, look + "-empty");
            page.locator(".advice summary").click();
            for (String prompt : List.of("x".repeat(300) + " [stall]", "[fail:content_policy_violation]", "A dog", PROMPT)) {
                visitor.create(prompt);
            }
            assertThat(visitor.card("A dog").locator("video")).isVisible();
            assertThat(visitor.card("[fail:content_policy_violation]")).hasAttribute("data-status", "failed");
            assertFitsAndIsAccessible(visitor, look + "-videos");
            visitor.card(PROMPT).locator("[data-action=cancel]").click();
            assertFitsAndIsAccessible(visitor, look + "-sure");
        }
    }

    @Test
    void thePolicyAllowsNothingFromElsewhere() {
        try (Visitor visitor = stage.visitor()) {
            APIResponse page = visitor.context().request().get(stage.program().uri().toString());
            String policy = page.headers().get("content-security-policy");
            assertThat(policy).contains("default-src 'none'", "frame-ancestors 'none'").doesNotContain("unsafe", "http", "*");
            assertThat(page.headers()).containsEntry("referrer-policy", "no-referrer").containsEntry("cache-control",
                    "no-cache");
            assertThat(Stream.of("page/main.js", "page/page.css", "icon.svg").map(path -> visitor.context().request()
                    .get(stage.program().uri() + "/" + path).headers().get("content-security-policy"))).containsOnly(policy);

            visitor.page().navigate(stage.program().uri() + "/q/swagger-ui/");
            assertThat(visitor.page().getByText("Create a video")).isVisible();
        }
    }

    private static void assertFitsAndIsAccessible(Visitor visitor, String name) {
        visitor.screenshot(name.toLowerCase());
        Page page = visitor.page();
        assertThat((int) page.evaluate("document.documentElement.scrollWidth - innerWidth")).as(name).isLessThanOrEqualTo(0);
        @SuppressWarnings("unchecked")
        List<String> violations = (List<String>) page.evaluate(
                """
                        () => axe.run().then(found => found.violations.filter(each => ['serious', 'critical'].includes(each.impact))
                            .map(each => each.id + ': ' + each.nodes.map(node => node.html + ' ' + node.failureSummary).join(' | ')))""");
        assertThat(violations).as(name).isEmpty();
    }

    private static void tabTo(Page page, String selector) {
        for (int presses = 0; presses < 40; presses++) {
            page.keyboard().press("Tab");
            if ((boolean) page.evaluate("selector => document.activeElement.matches(selector)", selector)) {
                return;
            }
        }
        throw new AssertionError("The keyboard does not reach " + selector);
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
