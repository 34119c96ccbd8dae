package dev.reelay.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.reelay.page.PageBrowser.action;
import static dev.reelay.page.PageBrowser.awaitStatus;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import dev.reelay.webhook.WebhookReceiver;
import dev.reelay.webhook.WebhookReceiver.Arrival;
import dev.reelay.webhook.WebhookReceiver.Reply;

/** Tests the view of the webhooks, in a real browser, with a receiver on a real socket. */
@NeedsChromium
class WebhooksPageIT extends PageTest {
    private final WebhookReceiver receiver = new WebhookReceiver();

    @AfterEach
    void closeReceiver() {
        receiver.close();
    }

    @Test
    void secretOfNewEndpointIsShownOnce() {
        try (PageBrowser visitor = stage.visitor().keepingShown().enterWebhooks(stage.freshKey())) {
            Page page = visitor.page();
            assertThat(page.locator("#endpoints-empty")).isVisible();
            page.locator("[name='video.in_progress']").uncheck();
            Locator card = visitor.addEndpoint(receiver.url());

            String secret = card.locator(".secret code").innerText();
            assertThat(secret).startsWith("whsec_");
            assertThat(action(card, "Copy the secret")).isFocused();
            page.keyboard().press("Enter");
            visitor.awaitShown("toast", "Secret copied");
            assertThat(page.evaluate("navigator.clipboard.readText()")).isEqualTo(secret);
            assertThat(card.locator(".types")).hasText("video.completed · video.failed · video.deleted · budget.threshold");
            action(card, "I have stored it").click();
            assertThat(card.locator(".secret")).isHidden();

            page.reload();
            awaitStatus(card, "Enabled");
            assertThat(page.content()).doesNotContain(secret);
        }
    }

    @Test
    void hiddenViewForgetsSecret() {
        try (PageBrowser visitor = stage.visitor().enterWebhooks(stage.freshKey())) {
            Locator card = visitor.addEndpoint(receiver.url());
            visitor.page().locator("#views").getByText("Videos").click();
            assertThat(visitor.page().locator("#prompt")).isVisible();
            visitor.page().goBack();

            assertThat(card).isVisible();
            assertThat(card.locator(".secret")).isHidden();
            assertThat(card.locator(".secret code")).isEmpty();
        }
    }

    @Test
    void wrongInputIsExplainedAtItsField() {
        try (PageBrowser visitor = stage.visitor().expecting("400").enterWebhooks(stage.freshKey())) {
            Page page = visitor.page();
            page.locator("#hook-create button").click();
            assertThat(page.locator("#hook-url-problem")).hasText("Enter the URL of your server.");
            assertThat(page.locator("#hook-url")).isFocused();
            page.locator("#hook-url").fill("ftp://example.com");
            assertThat(page.locator("#hook-url-problem")).isEmpty();
            page.keyboard().press("Enter");
            assertThat(page.locator("#hook-url-problem")).containsText("Invalid value for parameter: url");
            page.locator("#hook-url").fill(receiver.url());
            page.locator("#hook-events input").all().forEach(Locator::uncheck);
            page.locator("#hook-create button").click();
            assertThat(page.locator("#hook-events-problem")).hasText("Choose at least one event.");
            assertThat(page.locator(".endpoint")).hasCount(0);
        }
    }

    @Test
    void failedDeliveryIsShownAndSentAgain() {
        receiver.next(Reply.status(500));
        try (PageBrowser visitor = stage.visitor().enterWebhooks(stage.freshKey())) {
            Locator card = visitor.addEndpoint(receiver.url());
            action(card, "Send a test").click();

            Locator delivery = card.locator(".delivery");
            assertThat(delivery.locator(".what")).containsText("webhook.test");
            assertThat(delivery.locator(".outcome")).hasText(Pattern.compile("^1 try · .*500.* · next try .+"));
            awaitStatus(delivery, "Pending");
            delivery.locator("button").click();
            awaitStatus(delivery, "Delivered");

            assertThat(receiver.arrivals()).hasSize(2).extracting(Arrival::id).containsOnly(receiver.arrivals().get(0).id());
        }
    }

    @Test
    void eventsOfVideoAppearAmongDeliveries() {
        String key = stage.freshKey();
        try (PageBrowser visitor = stage.visitor().enterWebhooks(key)) {
            Locator card = visitor.addEndpoint(receiver.url());
            action(card, "Deliveries").click();
            assertThat(card.locator(".none")).isVisible();
            stage.create(key, "A paper boat");

            assertThat(card.locator(".delivery").filter(new Locator.FilterOptions().setHasText("video.completed"))
                    .locator(".status")).hasText("Delivered");
            assertThat(card.locator(".none")).isHidden();
            action(card, "Deliveries").click();
            assertThat(card.locator(".sent")).isHidden();
        }
    }

    @Test
    void endpointIsDisabledEnabledRotatedAndDeleted() {
        try (PageBrowser visitor = stage.visitor().keepingShown().enterWebhooks(stage.freshKey())) {
            Page page = visitor.page();
            Locator card = visitor.addEndpoint(receiver.url());
            String secret = card.locator(".secret code").innerText();
            action(card, "Disable").click();
            awaitStatus(card, "Disabled");
            assertThat(action(card, "Enable")).isFocused();
            assertThat(action(card, "Send a test")).isHidden();
            action(card, "Enable").click();
            awaitStatus(card, "Enabled");

            action(card, "New secret").click();
            page.locator("#confirm-yes").click();
            assertThat(card.locator(".secret code")).not().hasText(secret);
            assertThat(card.locator(".secret code")).hasText(Pattern.compile("^whsec_"));

            action(card, "Delete").click();
            visitor.button("Keep it").click();
            assertThat(card).isVisible();
            action(card, "Delete").click();
            page.locator("#confirm-yes").click();
            assertThat(card).hasCount(0);
            visitor.awaitShown("toast", "The endpoint was deleted");
            assertThat(page.locator("#endpoints-empty")).isVisible();
            assertThat(page.locator("#hook-url")).isFocused();
        }
    }

    @Test
    void endpointIsEdited() {
        try (PageBrowser visitor = stage.visitor().expecting("400").keepingShown().enterWebhooks(stage.freshKey())) {
            Page page = visitor.page();
            Locator card = visitor.addEndpoint(receiver.url());
            action(card, "I have stored it").click();
            action(card, "Edit").focus();
            page.keyboard().press("Enter");

            Locator url = card.locator(".edit [name=url]");
            assertThat(url).isFocused();
            assertThat(url).hasValue(receiver.url());
            url.fill("ftp://example.com");
            page.keyboard().press("Enter");
            assertThat(card.locator("[data-problem=url]")).containsText("Invalid value for parameter: url");
            url.fill(receiver.url() + "/2");
            card.locator(".checks input").all().forEach(Locator::uncheck);
            action(card, "Save").click();
            assertThat(card.locator("[data-problem=events]")).hasText("Choose at least one event.");
            card.locator("[name='video.completed']").check();
            card.locator("[name=description]").fill("The shop");
            page.keyboard().press("Enter");

            visitor.awaitShown("toast", "The endpoint was changed");
            assertThat(action(card, "Edit")).isFocused();
            assertThat(card.locator(".edit")).isHidden();
            page.reload();
            assertThat(card.locator(".url")).hasText(receiver.url() + "/2");
            assertThat(card.locator(".types")).hasText("video.completed");
            assertThat(card.locator(".about")).hasText("The shop");
            action(card, "Edit").click();
            assertThat(card.locator("[name='video.failed']")).not().isChecked();
            page.keyboard().press("Escape");
            assertThat(card.locator(".edit")).isHidden();
        }
    }

    @Test
    void failedDeliveriesAreSentAgain() {
        receiver.next(Reply.status(410));
        try (PageBrowser visitor = stage.visitor().keepingShown().enterWebhooks(stage.freshKey())) {
            Locator card = visitor.addEndpoint(receiver.url());
            action(card, "Send a test").click();
            awaitStatus(card.locator(".delivery"), "Failed");
            action(card, "Enable").click();

            card.locator(".replay input").fill("2100-01-01T00:00");
            card.locator(".replay button").click();
            visitor.awaitShown("toast", "Nothing failed since then");
            card.locator(".replay input").fill("2020-01-01T00:00");
            visitor.page().keyboard().press("Enter");
            visitor.awaitShown("toast", "1 delivery is sent again");

            awaitStatus(card.locator(".delivery"), "Delivered");
            card.locator(".replay input").fill("");
            card.locator(".replay button").click();
            assertThat(card.locator(".sent > .problem")).hasText("Enter a date and a time.");
        }
    }

    @Test
    void endpointThatAnswers410IsShownAsDisabled() {
        receiver.always(Reply.status(410));
        try (PageBrowser visitor = stage.visitor().enterWebhooks(stage.freshKey())) {
            Locator card = visitor.addEndpoint(receiver.url());
            action(card, "Send a test").click();

            assertThat(card.locator("article > .line .status")).hasText("Disabled: it answered 410");
            assertThat(action(card, "Enable")).isVisible();
        }
    }

    @Test
    void changeInOneTabAppearsInTheOther() {
        String key = stage.freshKey();
        try (PageBrowser visitor = stage.visitor().enterWebhooks(key); PageBrowser other = stage.visitor().enterWebhooks(key)) {
            Locator card = visitor.addEndpoint(receiver.url());
            Locator there = other.page().locator(".endpoint");
            awaitStatus(there, "Enabled");
            assertThat(there.locator(".secret")).isHidden();
            action(there, "Delete").click();
            other.page().locator("#confirm-yes").click();

            assertThat(card).hasCount(0);
        }
    }

    @Test
    void snippetIsCopiedAndTabsFollowTheArrowKeys() {
        try (PageBrowser visitor = stage.visitor().keepingShown().enterWebhooks(stage.freshKey())) {
            Page page = visitor.page();
            page.locator("#tab-node").focus();
            page.keyboard().press("ArrowLeft");
            assertThat(page.locator("#tab-java")).isFocused();
            assertThat(page.locator("#tab-java")).hasAttribute("aria-selected", "true");
            page.keyboard().press("ArrowRight");
            page.keyboard().press("ArrowRight");
            assertThat(page.locator("#snippet")).containsText("pip install standardwebhooks");
            visitor.button("Copy the code").click();
            visitor.awaitShown("toast", "Code copied");
            assertThat(page.evaluate("navigator.clipboard.readText()"))
                    .isEqualTo(page.locator("#snippet").evaluate("code => code.textContent"));
            assertThat(page.locator("#tab-python")).hasAttribute("tabindex", "0");
        }
    }
}
