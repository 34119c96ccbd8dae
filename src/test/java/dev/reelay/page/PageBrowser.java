package dev.reelay.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.reelay.testing.Waits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;

/** A browser context with one page. Closing it fails on unexpected errors in the console of the browser. */
final class PageBrowser implements AutoCloseable {
    private static final Path SCREENS = Path.of("target", "screens");
    /** Keeps what the page shows for a while only, since a test may look too late. */
    private static final String KEEP_SHOWN = """
            window.shown = {};
            addEventListener('DOMContentLoaded', () => ['toast', 'create-problem', 'submit-reason'].forEach(id => {
              const element = document.getElementById(id);
              window.shown[id] = [];
              new MutationObserver(() => window.shown[id].push(element.textContent))
                .observe(element, { characterData: true, childList: true, subtree: true });
            }));""";

    static {
        PlaywrightAssertions.setDefaultAssertionTimeout(LIMIT.toMillis());
    }

    private final URI reelay;
    private final BrowserContext context;
    private final Page page;
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<String> expected = new CopyOnWriteArrayList<>();

    PageBrowser(Browser browser, URI reelay, Browser.NewContextOptions options) {
        this.reelay = reelay;
        this.context = browser.newContext(options);
        context.setDefaultTimeout(LIMIT.toMillis());
        context.onRequest(request -> {
            if (!request.url().startsWith(reelay.toString()) && !request.url().startsWith("blob:")) {
                complaints.add("A request to another host: " + request.url());
            }
        });
        context.onConsoleMessage(this::onConsoleMessage);
        context.onWebError(error -> complaints.add(error.error()));
        this.page = context.newPage();
    }

    /** Keeps from now on what {@link #awaitShown} looks for. */
    PageBrowser keepingShown() {
        page.addInitScript(KEEP_SHOWN);
        return this;
    }

    /** Opens the link that the start banner prints. */
    PageBrowser enter(String key) {
        page.navigate(reelay + "/#key=" + key);
        return this;
    }

    Page page() {
        return page;
    }

    BrowserContext context() {
        return context;
    }

    Locator button(String name) {
        return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** Opens the link that the start banner prints, and the view of the webhooks. */
    PageBrowser enterWebhooks(String key) {
        enter(key);
        page.locator("#views").getByText("Webhook").click();
        assertThat(page.locator("#hooks")).isVisible();
        return this;
    }

    /** Opens the keys as an administrator. */
    PageBrowser enterAdmin() {
        enter(PageEnvironment.ADMIN_KEY);
        assertThat(page.locator("#keys-table")).isVisible();
        return this;
    }

    /** Opens the view of a link in the header. */
    void openView(String fragment) {
        page.locator("#views a[href='#" + fragment + "']").click();
    }

    /** Creates a key with a budget; returns its secret, which the page shows once. */
    String createKey(String name, String budget) {
        page.locator("#keys-new").click();
        page.locator("#key-form-name").fill(name);
        page.locator("#key-form-budget").fill(budget);
        page.locator("#key-form-go").click();
        assertThat(page.locator("#keys-secret-copy")).isFocused();
        assertThat(page.locator("#keys-secret-about")).containsText(name);
        return page.locator("#keys-secret-text").innerText();
    }

    /** The row of a key. */
    Locator key(String name) {
        return page.locator("#keys-rows tr").filter(new Locator.FilterOptions()
                .setHas(page.locator(".name").getByText(name, new Locator.GetByTextOptions().setExact(true))));
    }

    /** Adds an endpoint for all events; its card, which shows the secret. */
    Locator addEndpoint(String url) {
        page.locator("#hook-url").fill(url);
        page.locator("#hook-create button").click();
        Locator card = page.locator(".endpoint").filter(new Locator.FilterOptions().setHasText(url));
        assertThat(card.locator(".secret")).isVisible();
        return card;
    }

    /** Writes a prompt and has it made; the card that comes of it. */
    Locator create(String prompt) {
        page.locator("#prompt").fill(prompt);
        // A click of the mouse may miss the button, because the page may still be scrolling to the card before.
        page.locator("#submit").press("Enter");
        // The card may come by the stream before the answer empties the form.
        assertThat(page.locator("#prompt")).hasValue("");
        Locator card = card(prompt);
        assertThat(card).isVisible();
        return card;
    }

    /** The cards of a prompt, of which there should be one. */
    Locator card(String prompt) {
        return page.locator(".card").filter(new Locator.FilterOptions().setHas(page.getByRole(AriaRole.HEADING,
                new Page.GetByRoleOptions().setName(prompt).setExact(true))));
    }

    static Locator action(Locator card, String name) {
        return card.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    static void awaitStatus(Locator card, String status) {
        assertThat(card.locator(".status")).hasText(status);
    }

    /** Waits until the element shows a text with a match of this, or did before. */
    void awaitShown(String id, String regex) {
        page.waitForCondition(() -> ((List<?>) page.evaluate("id => window.shown[id]", id)).stream()
                .anyMatch(text -> Pattern.compile(regex).matcher(text.toString()).find()));
    }

    void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENS.resolve(name + ".png")));
    }

    /** Takes a picture of all the page, not only of what is in the window. */
    void wholeScreenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(SCREENS.resolve(name + ".png")).setFullPage(true));
    }

    /** This complaint is what the test is about. */
    PageBrowser expecting(String complaint) {
        expected.add(complaint);
        return this;
    }

    @Override
    public void close() {
        context.close();
        assertThat(complaints).filteredOn(complaint -> expected.stream().noneMatch(complaint::contains)).isEmpty();
    }

    private void onConsoleMessage(ConsoleMessage message) {
        if (List.of("error", "warning").contains(message.type())) {
            complaints.add(message.text() + " " + message.location());
        }
    }
}
