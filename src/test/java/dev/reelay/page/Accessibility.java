package dev.reelay.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import com.microsoft.playwright.Page;

/** Checks that the page fits its window, and that it is accessible: with axe-core, and with the keyboard. */
final class Accessibility {
    private static final Path AXE = Path.of("target/clients/node_modules/axe-core/axe.min.js");

    private Accessibility() {
    }

    /** Prepares the next page of a visitor for the checks. Skips the test without axe-core. */
    static void checkable(PageBrowser visitor) throws IOException {
        assumeTrue(Files.exists(AXE), "npm's package axe-core is not installed in target/clients");
        visitor.context().addInitScript(Files.readString(AXE));
    }

    /** @param name of the screenshot */
    static void assertFitsAndIsAccessible(PageBrowser visitor, String name) {
        visitor.screenshot(name.toLowerCase(Locale.ROOT));
        Page page = visitor.page();
        assertThat((int) page.evaluate("document.documentElement.scrollWidth - innerWidth")).as(name).isLessThanOrEqualTo(0);
        @SuppressWarnings("unchecked")
        List<String> violations = (List<String>) page.evaluate(
                """
                        () => axe.run().then(found => found.violations.filter(each => ['serious', 'critical'].includes(each.impact))
                            .map(each => each.id + ': ' + each.nodes.map(node => node.html + ' ' + node.failureSummary).join(' | ')))""");
        assertThat(violations).as(name).isEmpty();
    }

    /** Presses Tab until the element has the focus. */
    static void tabTo(Page page, String selector) {
        for (int presses = 0; presses < 40; presses++) {
            page.keyboard().press("Tab");
            if ((boolean) page.evaluate("selector => document.activeElement.matches(selector)", selector)) {
                return;
            }
        }
        throw new AssertionError("The keyboard does not reach " + selector);
    }
}
