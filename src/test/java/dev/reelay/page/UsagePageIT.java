package dev.reelay.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.reelay.page.Accessibility.assertFitsAndIsAccessible;
import static dev.reelay.page.Accessibility.checkable;
import static dev.reelay.page.PageBrowser.awaitStatus;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

/** Tests what callers see of costs: on the cards of their videos, and in the view of their own usage. */
@NeedsChromium
class UsagePageIT extends PageTest {
    @Test
    void callerSeesOwnCostsAndBudget() {
        String secret = issueKey("caller of the page");
        try (PageBrowser visitor = stage.visitor().enter(secret)) {
            Page page = visitor.page();
            stage.createPriced(secret, "A kite").then().statusCode(200);
            Locator card = visitor.card("A kite");
            awaitStatus(card, "Completed");
            assertThat(card.locator(".cost")).hasText("Cost: $0.20");
            stage.createPriced(secret, "A whale [stall]").then().statusCode(200);
            assertThat(visitor.card("A whale [stall]").locator(".cost")).hasText("Will cost $0.20");

            visitor.openView("usage");
            assertThat(page.locator("#own-key-name")).hasText("caller of the page");
            assertThat(page.locator("#own-key-budget")).containsText("$0.60 left of $1.00 in total");
            assertThat(page.locator("#own-key-budget")).containsText("spent $0.20 · reserved $0.20");
            assertThat(page.locator("#own-key-limits")).hasText("3 at once · Models: sandbox-preview");
            assertThat(page.locator("#usage-total-cost")).hasText("$0.20");
            assertThat(page.locator("#usage-groups tbody tr")).hasCount(1);
            assertThat(page.locator("#usage-groups tbody th")).hasText("sandbox-preview");
            assertThat(page.locator("#usage-rows tbody tr")).hasCount(1);
            assertThat(page.locator("#usage-chart canvas")).isVisible();
            assertThat(page.locator("#usage-ranking")).isHidden();

            page.locator("[name=group]").selectOption("status");
            assertThat(page.locator("#usage-groups tbody th")).hasText("Completed");
            page.locator("[name=measure]").selectOption("videos");
            assertThat(page.locator("#usage-chart")).hasAttribute("aria-label",
                    "Videos by day. The tables below have the same figures.");
        }
    }

    @Test
    void chosenDaysWithoutVideosSaySo() {
        try (PageBrowser visitor = stage.visitor().enter(stage.freshKey())) {
            Page page = visitor.page();
            visitor.openView("usage");
            assertThat(page.locator("#usage-empty")).isVisible();
            assertThat(page.locator("#own-key-budget")).hasText("No budget");
            page.locator("[name=period]").selectOption("chosen");
            page.locator("[name=from]").fill("2024-03-02");
            page.locator("[name=to]").fill("2024-03-01");
            page.locator("[name=to]").blur();
            assertThat(page.locator("#usage-problem")).hasText("Choose a first and a last day.");
            page.locator("[name=to]").fill("2024-03-02");
            page.locator("[name=to]").blur();
            assertThat(page.locator("#usage-problem")).isEmpty();
            assertThat(page.locator("#usage-empty")).isVisible();
        }
    }

    @Test
    void createPastTheBudgetIsExplained() {
        String secret = issueKey("one dollar");
        try (PageBrowser visitor = stage.visitor().expecting("403").keepingShown().enter(secret)) {
            Page page = visitor.page();
            assertThat(page.locator("#model")).hasValue("sandbox-preview");
            page.locator("select[name=seconds]").selectOption("8");
            for (int number = 1; number <= 2; number++) {
                awaitStatus(visitor.create("Number " + number), "Completed");
            }
            page.locator("#prompt").fill("One too many");
            page.locator("#submit").click();
            visitor.awaitShown("create-problem", "budget");
        }
    }

    @ParameterizedTest
    @EnumSource
    void usageIsAccessibleInEachLayout(Look look) throws IOException {
        String secret = issueKey("caller in the look " + look);
        try (PageBrowser visitor = stage.visitor(look.options)) {
            checkable(visitor);
            visitor.enter(secret);
            stage.createPriced(secret, "A kite").then().statusCode(200);
            assertThat(visitor.card("A kite")).hasAttribute("data-status", "completed");
            visitor.openView("usage");
            assertThat(visitor.page().locator("#usage-chart canvas")).isVisible();
            assertFitsAndIsAccessible(visitor, look + "-own-usage");
            visitor.wholeScreenshot(look.name().toLowerCase(Locale.ROOT) + "-own-usage-whole");
        }
    }

    private String issueKey(String name) {
        return stage.issueKey(Map.of("name", name, "budget", "1", "budget_period", "total", "concurrent_videos", 3,
                "models", List.of("sandbox-preview")));
    }
}
