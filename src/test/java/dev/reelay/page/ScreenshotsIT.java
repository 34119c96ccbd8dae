package dev.reelay.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.reelay.page.Accessibility.assertFitsAndIsAccessible;
import static dev.reelay.page.Accessibility.checkable;
import static dev.reelay.page.Accessibility.tabTo;
import static dev.reelay.page.PageBrowser.action;
import static dev.reelay.page.PageBrowser.awaitStatus;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import dev.reelay.webhook.WebhookReceiver;
import dev.reelay.webhook.WebhookReceiver.Reply;

/** Tests the page in several layouts, in both languages, with the keyboard only, and its content security policy. */
@NeedsChromium
class ScreenshotsIT extends PageTest {
    private static final String PROMPT = "A lighthouse at dusk [stall]";

    @Test
    void pageWorksWithTheKeyboardOnly() {
        try (PageBrowser visitor = stage.visitor()) {
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
            assertThat(page.locator("#confirm-no")).isFocused();
            page.keyboard().press("Escape");
            awaitStatus(card, "In progress");
            assertThat(action(card, "Cancel")).isFocused();
            page.keyboard().press("Enter");
            assertThat(page.locator("#confirm-no")).isFocused();
            page.keyboard().press("Tab");
            page.keyboard().press("Enter");
            awaitStatus(card, "Cancelled");
        }
    }

    @Test
    void webhooksWorkWithTheKeyboardOnly() {
        try (WebhookReceiver receiver = new WebhookReceiver(); PageBrowser visitor = stage.visitor()) {
            Page page = visitor.page();
            visitor.enter(stage.freshKey());
            assertThat(page.locator("#prompt")).isVisible();
            tabTo(page, "#views a[href='#webhooks']");
            page.keyboard().press("Enter");
            tabTo(page, "#hook-url");
            page.keyboard().type(receiver.url());
            page.keyboard().press("Enter");
            Locator card = page.locator(".endpoint");
            assertThat(action(card, "Copy the secret")).isFocused();
            tabTo(page, "[data-action=stored]");
            page.keyboard().press("Enter");
            assertThat(card.locator(".url")).isFocused();
            tabTo(page, "[data-action=test]");
            page.keyboard().press("Enter");
            awaitStatus(card.locator(".delivery"), "Delivered");
            tabTo(page, "[data-action=remove]");
            page.keyboard().press("Enter");
            assertThat(page.locator("#confirm-no")).isFocused();
            page.keyboard().press("Tab");
            page.keyboard().press("Enter");
            assertThat(page.locator("#hook-url")).isFocused();
            tabTo(page, "#tab-node");
            page.keyboard().press("ArrowRight");
            assertThat(page.locator("#tab-python")).isFocused();
        }
    }

    @Test
    void chineseBrowserShowsChineseTexts() {
        NewContextOptions chinese = new NewContextOptions().setLocale("zh-CN").setViewportSize(1280, 900);
        try (PageBrowser visitor = stage.visitor(chinese).enter(stage.freshKey())) {
            Page page = visitor.page();
            assertThat(page.locator("html")).hasAttribute("lang", "zh-Hans");
            Locator card = visitor.create("黄昏的灯塔 [fail:content_policy_violation]");
            awaitStatus(card, "失败");
            assertThat(card.locator(".why")).containsText("违反内容政策");
            visitor.screenshot("chinese");
            assertThat(page.locator("body").innerText().replaceAll("(?s)黄昏的灯塔 \\[.*?]|Content policy violation", ""))
                    .doesNotContainPattern("(?i)\\b(create|video|prompt|copy|delete|show|cancel|live)\\b");

            assertThat(page.evaluate("""
                    async () => {
                      const [{ en }, { zh }] = await Promise.all([import('/page/texts.en.js'), import('/page/texts.zh.js')]);
                      return Object.keys(en).filter(name => typeof en[name] !== typeof zh[name]);
                    }""")).asInstanceOf(InstanceOfAssertFactories.LIST).isEmpty();

            visitor.button("English").click();
            awaitStatus(card, "Failed");
            page.reload();
            awaitStatus(card, "Failed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void pageIsAccessibleInEachLayout(Look look) throws IOException {
        try (PageBrowser visitor = stage.visitor(look.options)) {
            Page page = visitor.page();
            checkable(visitor);
            page.navigate(stage.program().uri().toString());
            assertFitsAndIsAccessible(visitor, look + "-login");
            page.locator("#key").fill(stage.freshKey());
            page.keyboard().press("Enter");
            assertThat(page.locator("#examples button")).hasCount(3);
            page.locator(".advice summary").click();
            assertFitsAndIsAccessible(visitor, look + "-empty");
            page.locator(".advice summary").click();
            for (String prompt : List.of("x".repeat(300) + " [stall]", "[fail:content_policy_violation]", "A whale", PROMPT)) {
                visitor.create(prompt);
            }
            assertThat(visitor.card("A whale").locator("canvas")).isVisible();
            assertThat(visitor.card("[fail:content_policy_violation]")).hasAttribute("data-status", "failed");
            assertThat(page.locator("#sandbox")).isVisible();
            assertFitsAndIsAccessible(visitor, look + "-videos");
            assertThat((boolean) page.evaluate("document.getAnimations().length > 0")).isEqualTo(look != Look.DARK);
            visitor.card(PROMPT).locator("[data-action=cancel]").click();
            assertFitsAndIsAccessible(visitor, look + "-confirm");
        }
    }

    @ParameterizedTest
    @EnumSource
    void webhooksAreAccessibleInEachLayout(Look look) throws IOException {
        try (WebhookReceiver receiver = new WebhookReceiver(); PageBrowser visitor = stage.visitor(look.options)) {
            checkable(visitor);
            visitor.enterWebhooks(stage.freshKey());
            receiver.next(Reply.body(500, "The disk is full"));
            Locator card = visitor.addEndpoint(receiver.url());
            card.locator("[data-action=test]").click();
            assertThat(card.locator(".outcome")).containsText("500");
            card.locator("[data-action=test]").click();
            assertThat(card.locator(".status[data-status=delivered]")).isVisible();
            Locator disabled = visitor.addEndpoint(receiver.url() + "/" + "a-long-path-".repeat(8));
            disabled.locator("[data-action=stored]").click();
            disabled.locator("[data-action=disable]").click();
            assertThat(disabled.locator("[data-action=enable]")).isVisible();
            assertThat(card.locator(".reply").last()).hasText("The disk is full");
            assertFitsAndIsAccessible(visitor, look + "-webhooks");
            visitor.wholeScreenshot(look.name().toLowerCase(Locale.ROOT) + "-webhooks");
        }
    }

    @Test
    void contentSecurityPolicyAllowsOwnOriginOnly() {
        try (PageBrowser visitor = stage.visitor()) {
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
}
