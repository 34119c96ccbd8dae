package dev.reelay.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.reelay.page.Accessibility.assertFitsAndIsAccessible;
import static dev.reelay.page.Accessibility.checkable;
import static dev.reelay.page.Accessibility.tabTo;
import static dev.reelay.page.PageBrowser.awaitStatus;
import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;

import io.restassured.http.ContentType;

import dev.reelay.testing.Api;
import dev.reelay.testing.Json;

/** Tests the views of administrators: keys, figures of all keys, and audit. The model of the tests costs $0.05 a second. */
@NeedsChromium
class AdminPageIT extends PageTest {
    @Test
    void keyIsCreatedUsedRotatedAndRevoked() {
        try (PageBrowser visitor = stage.visitor().keepingShown().enterAdmin()) {
            Page page = visitor.page();
            assertThat(page).not().hasURL(Pattern.compile("sk-"));
            String secret = visitor.createKey("alice", "0.60");
            page.keyboard().press("Enter");
            visitor.awaitShown("toast", "Key copied");
            assertThat(page.evaluate("navigator.clipboard.readText()")).isEqualTo(secret);
            visitor.button("I have stored it").click();
            assertThat(page.content()).doesNotContain(secret);

            createAndAwait(secret, "A paper boat");
            Locator row = visitor.key("alice");
            assertThat(row.locator(".left")).containsText("$0.40 left of $0.60 a month");
            assertThat(row.locator(".left")).containsText("spent $0.20");
            assertThat(row.locator(".used")).not().hasText("Never");

            visitor.openView("admin/usage");
            assertThat(page.locator("#usage-ranks tr", new Page.LocatorOptions().setHasText("alice"))).containsText("$0.20");
            page.locator("[name=group]").selectOption("key");
            Locator sums = page.locator("#usage-groups tr", new Page.LocatorOptions().setHasText("alice"));
            assertThat(sums.locator(".number").first()).hasText("$0.20");
            assertThat(page.locator("#usage-chart canvas")).isVisible();

            visitor.openView("admin");
            row.locator("[data-action=rotate]").click();
            page.locator("#confirm-value").selectOption("0");
            page.locator("#confirm-yes").click();
            assertThat(page.locator("#keys-secret-copy")).isFocused();
            assertThat(page.locator("#keys-secret-about")).hasText("The key “alice”. Copy it now: it is shown only once.");
            String next = page.locator("#keys-secret-text").innerText();
            assertThat(next).isNotEqualTo(secret);
            awaitStatusWith(secret, 401);
            awaitStatusWith(next, 200);

            row.locator("[data-action=revoke]").click();
            visitor.button("Keep it").click();
            awaitStatus(row, "Active");
            row.locator("[data-action=revoke]").click();
            page.locator("#confirm-yes").click();
            awaitStatus(row, "Revoked");
            assertThat(row.locator("[data-action=edit]")).isHidden();
            assertThat(row.locator("[data-action=audit]")).isFocused();
            awaitStatusWith(next, 401);

            page.keyboard().press("Enter");
            assertThat(page.locator("#audit-list .what")).hasText(new String[] { "Key “alice” revoked",
                    "New secret for key “alice”", "Key “alice” created" });
            assertThat(page.locator("#audit-list .who").first()).hasText(Pattern.compile("by ops from .*"));
            page.reload();
            assertThat(page.locator("#audit-list .what").first()).isVisible();
            assertThat(page.content()).doesNotContain(next);
        }
    }

    @Test
    void revocationCanCancelOpenVideos() {
        try (PageBrowser visitor = stage.visitor().enterAdmin()) {
            String secret = visitor.createKey("with open clips", "1");
            stage.createPriced(secret, "A whale [stall]").then().statusCode(200);
            Locator row = visitor.key("with open clips");
            assertThat(row.locator(".left")).containsText("reserved $0.20");

            row.locator("[data-action=revoke]").click();
            visitor.page().locator("#confirm-value").selectOption("cancel");
            visitor.page().locator("#confirm-yes").click();

            awaitStatus(row, "Revoked");
            assertThat(row.locator(".left")).not().containsText("reserved");
        }
    }

    @Test
    void fieldsOfKeyAreChangedAndAudited() {
        try (PageBrowser visitor = stage.visitor().enterAdmin()) {
            Page page = visitor.page();
            visitor.createKey("bob", "5");
            Locator row = visitor.key("bob");
            row.locator("[data-action=edit]").click();
            assertThat(page.locator("#key-form-budget")).hasValue("5.00");
            assertThat(page.locator("#key-form-owner")).isHidden();
            page.locator("#key-form-name").fill("robert");
            page.locator("#key-form-budget").fill("");
            page.locator("#key-form-models").fill("sora-2, sandbox-preview");
            page.locator("#key-form-creates_per_minute").fill("7");
            page.locator("#key-form-metadata").fill("team=video\nplace=Oslo");
            page.keyboard().press("Tab");
            page.locator("#key-form-go").click();

            row = visitor.key("robert");
            assertThat(row.locator(".limits span")).hasText(new String[] { "7 per minute", "Models: sora-2, sandbox-preview" });
            assertThat(row.locator(".left")).hasText("No budget");
            assertThat(row.locator(".metadata")).hasText("team=video · place=Oslo");
            assertThat(row.locator("[data-action=edit]")).isFocused();

            row.locator("[data-action=audit]").click();
            assertThat(page.locator("#audit-list > li")).hasCount(2);
            page.locator("#audit-list summary").first().click();
            Locator change = page.locator("#audit-list > li").first().locator("tr",
                    new Locator.LocatorOptions().setHasText("budget"));
            assertThat(change.first().locator("td")).hasText(new String[] { "5.00", "–" });
            assertThat(page.locator("#audit-list > li").first()).containsText("robert");
        }
    }

    @Test
    void wrongInputIsExplainedAtItsField() {
        try (PageBrowser visitor = stage.visitor().expecting("400").enterAdmin()) {
            Page page = visitor.page();
            visitor.button("Create a key").click();
            assertThat(page.locator("#key-form-name")).isFocused();
            page.locator("#key-form-go").click();
            assertThat(page.locator("#key-form-name-problem")).containsText("name");
            assertThat(page.locator("#key-form-name")).isFocused();
            page.keyboard().type("carol");
            assertThat(page.locator("#key-form-name-problem")).isEmpty();
            page.locator("#key-form-budget").fill("much");
            page.keyboard().press("Enter");
            assertThat(page.locator("#key-form-budget-problem")).containsText("budget");
            assertThat(page.locator("#key-form-budget")).isFocused();
            page.locator("#key-form-budget").fill("");
            page.locator("#key-form-concurrent_videos").fill("0");
            page.keyboard().press("Enter");
            assertThat(page.locator("#key-form-concurrent_videos-problem")).containsText("concurrent_videos");
            page.keyboard().press("Escape");
            assertThat(visitor.key("carol")).hasCount(0);
            assertThat(page.locator("#keys-new")).isFocused();
        }
    }

    /** Another administrator's key appears behind the form, which keeps what was typed and the focus. */
    @Test
    void formAndFocusStayWhileKeysChange() {
        try (PageBrowser visitor = stage.visitor().enterAdmin()) {
            Page page = visitor.page();
            visitor.button("Create a key").click();
            page.keyboard().type("half a na");
            String id = create("from elsewhere");
            assertThat(visitor.key("from elsewhere")).isVisible();

            assertThat(page.locator("#key-form-name")).hasValue("half a na");
            assertThat(page.locator("#key-form-name")).isFocused();
            page.keyboard().press("Escape");
            visitor.key("from elsewhere").locator("[data-action=edit]").focus();
            stage.asAdmin().contentType(ContentType.JSON).body(Map.of("name", "renamed elsewhere")).patch("/admin/keys/" + id)
                    .then()
                    .statusCode(200);
            assertThat(visitor.key("renamed elsewhere").locator("[data-action=edit]")).isFocused();
        }
    }

    @Test
    void configuredKeyIsReadOnly() {
        try (PageBrowser visitor = stage.visitor().enterAdmin()) {
            Page page = visitor.page();
            page.locator("#keys-filter [name=owner]").fill("visitor1");
            page.keyboard().press("Enter");

            assertThat(page.locator("#keys-rows tr")).hasCount(1);
            Locator row = visitor.key("visitor1");
            assertThat(row.locator(".fixed")).hasText("From the configuration");
            assertThat(row.locator("button:visible")).hasCount(0);
            page.locator("#keys-filter [name=owner]").fill("nobody");
            page.keyboard().press("Enter");
            assertThat(page.locator("#keys-empty")).isVisible();
        }
    }

    @Test
    void viewsOfAdministratorsNeedAdminKey() {
        try (PageBrowser visitor = stage.visitor().expecting("401").enter(stage.freshKey())) {
            Page page = visitor.page();
            assertThat(page.locator("#prompt")).isVisible();
            assertThat(page.locator("#views a[href='#admin']")).isHidden();
            page.evaluate("location.hash = 'admin'");
            assertThat(page.locator("#key-problem")).hasText("This view needs an admin key.");
            page.locator("#key").fill("sk-admin-wrong");
            page.keyboard().press("Enter");
            assertThat(page.locator("#key-problem")).containsText("not valid");

            page.locator("#key").fill(PageEnvironment.ADMIN_KEY);
            page.keyboard().press("Enter");
            assertThat(page.locator("#keys-table")).isVisible();
            assertThat(page.locator("#prompt")).isHidden();
            assertThat(page.locator("#views a[href='#webhooks']")).isHidden();
        }
    }

    @Test
    void figuresAreSavedAsCsv() throws IOException {
        String name = "for the file";
        try (PageBrowser visitor = stage.visitor().enterAdmin()) {
            Page page = visitor.page();
            createAndAwait(visitor.createKey(name, "9"), "A kite");
            String id = Json.of(stage.asAdmin().get("/admin/keys").then().statusCode(200).extract())
                    .get("data[name=%s].id".formatted(name));
            visitor.openView("admin/usage");
            page.locator("[name=group]").selectOption("key");
            assertThat(page.locator("#usage-groups")).containsText(name);

            Download download = page.waitForDownload(() -> visitor.button("Download CSV").click());

            assertThat(download.suggestedFilename()).isEqualTo("usage.csv");
            assertThat(Files.readString(download.path())).startsWith("start,end,key,videos,seconds,cost,uncertain")
                    .containsPattern(id + ",1,4,0.20,0.00");
        }
    }

    /** The API sends pages; the page follows them. */
    @Test
    void pagesOfFiguresAreAddedUp() {
        try (PageBrowser visitor = stage.visitor().enterAdmin()) {
            assertThat(visitor.page().evaluate(
                    """
                            async () => {
                              const { query, readCsv, readRows } = await import('/page/reader.js');
                              const row = cost => ({ cost });
                              const pages = { null: { data: [row('1')], has_more: true, next: 'b' },
                                b: { data: [row('2')], has_more: false, next: null } };
                              const files = { null: { text: 'a,b\\r\\n1,2\\r\\n', next: 'after=b' }, b: { text: 'a,b\\r\\n3,4\\r\\n', next: null } };
                              const after = fields => new URLSearchParams(fields).get('after');
                              const first = query({ start: 0, end: 7200 }, 'hour', null);
                              const { rows, isCut } = await readRows(async fields => pages[after(fields)], first);
                              const file = await readCsv(async fields => files[after(fields)], first);
                              return JSON.stringify([rows.map(({ cost }) => cost), isCut, await file.text()]);
                            }"""))
                    .isEqualTo("[[\"1\",\"2\"],false,\"a,b\\r\\n1,2\\r\\n3,4\\r\\n\"]");
        }
    }

    @Test
    void amountsAreAddedExactlyAndBucketsFollowTheCalendar() {
        try (PageBrowser visitor = stage.visitor().enterAdmin()) {
            assertThat(visitor.page().evaluate("""
                    async () => {
                      const { sum, usd } = await import('/page/money.js');
                      const { buckets } = await import('/page/figures.js');
                      const time = text => Date.parse(text) / 1000;
                      const months = buckets(time('2023-12-31T23:59:59Z'), time('2024-03-01T00:00:00Z'), 'month');
                      return [sum(['0.1', '0.2', '12345678901234567.000001']), sum([]), usd('7'), usd('0.0375'),
                        ...months.map(start => new Date(start * 1000).toISOString().slice(0, 10))].join(' ');
                    }""")).isEqualTo("12345678901234567.300001 0.00 $7.00 $0.0375 2023-12-01 2024-01-01 2024-02-01");
        }
    }

    @Test
    void keysWorkWithTheKeyboardOnly() {
        try (PageBrowser visitor = stage.visitor()) {
            Page page = visitor.page();
            page.navigate(stage.program().uri().toString());
            page.keyboard().type(PageEnvironment.ADMIN_KEY);
            page.keyboard().press("Enter");
            assertThat(page.locator("#keys-table")).isVisible();
            tabTo(page, "#keys-new");
            page.keyboard().press("Enter");
            page.keyboard().type("by keyboard");
            page.keyboard().press("Enter");
            assertThat(page.locator("#keys-secret-copy")).isFocused();
            tabTo(page, "#keys-secret-stored");
            page.keyboard().press("Enter");
            assertThat(page.locator("#keys-new")).isFocused();
            tabTo(page, "[data-action=revoke]");
            page.keyboard().press("Enter");
            assertThat(page.locator("#confirm-no")).isFocused();
            page.keyboard().press("Tab");
            page.keyboard().press("Enter");
            awaitStatus(visitor.key("by keyboard"), "Revoked");
            assertThat(visitor.key("by keyboard").locator("[data-action=audit]")).isFocused();
        }
    }

    @Test
    void chineseAdministratorSeesChineseTexts() {
        try (PageBrowser visitor = stage.visitor(new NewContextOptions().setLocale("zh-CN")).enterAdmin()) {
            Page page = visitor.page();
            createAndAwait(visitor.createKey("李雷", "7"), "一只猫");
            page.locator("#keys-filter [name=owner]").fill("visitor1");
            page.keyboard().press("Enter");
            assertThat(page.locator("#keys-rows tr")).hasCount(1);
            assertThat(page.locator("#keys-secret-about")).hasText("“李雷”的 Key。请立即复制，它只显示这一次。");
            assertNoEnglish(page);
            visitor.openView("admin/usage");
            assertThat(page.locator("#usage-ranks")).containsText("李雷");
            assertNoEnglish(page);
            visitor.openView("admin/audit");
            assertThat(page.locator("#audit-list")).containsText("创建了 Key“李雷”");
            assertNoEnglish(page);
        }
    }

    /** The views also show the keys of other tests, so no name of a key has one of these words. */
    private static void assertNoEnglish(Page page) {
        assertThat(page.locator("#main").innerText())
                .doesNotContainPattern(
                        "(?i)\\b(create|name|owner|status|used|limits|budget|cost|videos|usage|audit|changed?|left|spent)\\b");
    }

    @ParameterizedTest
    @EnumSource
    void viewsAreAccessibleInEachLayout(Look look) throws IOException {
        String name = "a rather long word for a team, in the look " + look;
        try (PageBrowser visitor = stage.visitor(look.options)) {
            Page page = visitor.page();
            String file = look.name().toLowerCase(Locale.ROOT);
            checkable(visitor);
            visitor.enterAdmin();
            String secret = visitor.createKey(name, "0.50");
            createAndAwait(secret, "A paper boat");
            stage.createPriced(secret, "An owl [stall]").then().statusCode(200);
            assertThat(visitor.key(name).locator(".left")).containsText("$0.10");
            assertFitsAndIsAccessible(visitor, look + "-keys");
            visitor.wholeScreenshot(file + "-keys-whole");
            visitor.key(name).locator("[data-action=edit]").click();
            assertFitsAndIsAccessible(visitor, look + "-key-form");
            page.keyboard().press("Escape");
            visitor.key(name).locator("[data-action=revoke]").click();
            assertFitsAndIsAccessible(visitor, look + "-revoke");
            page.locator("#confirm-value").selectOption("cancel");
            page.locator("#confirm-yes").click();
            awaitStatus(visitor.key(name), look == Look.NARROW ? "已吊销" : "Revoked");
            visitor.openView("admin/usage");
            assertThat(page.locator("#usage-chart canvas")).isVisible();
            assertThat(page.locator("#usage-ranks")).containsText(name);
            assertFitsAndIsAccessible(visitor, look + "-usage");
            visitor.wholeScreenshot(file + "-usage-whole");
            visitor.openView("admin/audit");
            page.locator("#audit-list summary").first().click();
            assertFitsAndIsAccessible(visitor, look + "-audit");
        }
    }

    private String create(String name) {
        return Json.of(stage.asAdmin().contentType(ContentType.JSON).body(Map.of("name", name)).post("/admin/keys").then()
                .statusCode(200).extract()).get("id");
    }

    private void createAndAwait(String secret, String prompt) {
        String id = Json.of(stage.createPriced(secret, prompt).then().statusCode(200).extract()).get("id");
        await().until(() -> Json.of(Api.as(secret).get(stage.program().uri() + "/v1/videos/" + id)).get("status"),
                "completed"::equals);
    }

    /** Nodes read a changed key a moment after the response. */
    private void awaitStatusWith(String secret, int status) {
        await().until(() -> Api.as(secret).get(stage.program().uri() + "/v1/videos").statusCode(), code -> code == status);
    }
}
