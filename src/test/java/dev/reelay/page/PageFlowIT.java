package dev.reelay.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.reelay.page.PageBrowser.action;
import static dev.reelay.page.PageBrowser.awaitStatus;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;

import dev.reelay.sandbox.Media;

/** Tests the life of a video on the page, in a real browser, against the packaged program and its sandbox. */
@NeedsChromium
class PageFlowIT extends PageTest {
    @Test
    void videoIsCreatedPlayedDownloadedAndDeleted() throws IOException {
        try (PageBrowser visitor = stage.visitor().keepingShown().enter(stage.freshKey())) {
            Page page = visitor.page();
            assertThat(page).not().hasURL(Pattern.compile("key="));
            Locator card = visitor.create("A lighthouse at dusk");
            awaitStatus(card, "In progress");
            assertThat(card.locator("progress")).not().hasJSProperty("value", 0.0);
            visitor.screenshot("running");
            awaitStatus(card, "Completed");
            assertThat(page.locator("#announcer")).hasText("Completed: A lighthouse at dusk");

            // The page shows the first frame of a video that completed while the page was open.
            assertThat(card.locator("canvas")).isVisible();
            visitor.screenshot("completed");
            action(card, "Play: A lighthouse at dusk").click();
            Locator video = card.locator("video");
            assertThat(video).isFocused();
            page.waitForCondition(() -> (double) number(video, "currentTime") > 0.2);
            visitor.screenshot("playing");
            video.evaluate("video => new Promise(seeked => { video.onseeked = seeked; video.currentTime = 8; })");
            assertThat(number(video, "currentTime")).isGreaterThanOrEqualTo(8);

            Download download = page.waitForDownload(() -> action(card, "Download").click());
            Path clip = stage.home().resolve("page.mp4");
            download.saveAs(clip);
            assertThat(Media.probe(clip).getString("duration")).startsWith("10.0");

            action(card, "Copy link").click();
            visitor.awaitShown("toast", "Link copied");
            String link = (String) page.evaluate("navigator.clipboard.readText()");
            assertThat(visitor.context().request().get(link).headers()).containsEntry("content-type", "video/mp4");
            action(card, "Copy curl").click();
            visitor.awaitShown("toast", "\\$REELAY_KEY");
            assertThat((String) page.evaluate("navigator.clipboard.readText()")).contains("/content\" -H \"Authorization: ");

            action(card, "Use this prompt again").click();
            assertThat(page.locator("#prompt")).hasValue("A lighthouse at dusk");
            action(card, "Delete").click();
            visitor.button("Keep it").click();
            assertThat(card).isVisible();
            action(card, "Delete").click();
            page.locator("#confirm-yes").click();
            assertThat(card).hasCount(0);
            assertThat(page.locator("#empty")).isVisible();
        }
    }

    /** The file of models gives the preview a price, as an operator does. */
    @Test
    void formOffersWhatTheChosenModelCanDo() throws IOException {
        try (PageBrowser visitor = stage.visitor().keepingShown().enter(stage.freshKey())) {
            Page page = visitor.page();
            assertThat(page.locator("#model")).hasValue("sora-2");
            assertThat(page.locator("#cost")).isEmpty();

            page.locator("#model").selectOption("sandbox-preview");
            assertThat(page.locator("#sizes input")).hasCount(3);
            page.locator("[value='360x360']").check(new Locator.CheckOptions().setForce(true));
            page.locator("select[name=seconds]").selectOption("4");
            assertThat(page.locator("#image-field")).isHidden();
            assertThat(page.locator("#cost")).hasText("This video costs about $0.20.");
            visitor.screenshot("model");
            Locator card = visitor.create("A paper boat");
            awaitStatus(card, "Completed");
            assertThat(card).containsText("sandbox-preview · 360 × 360 · 4 s");

            page.locator("#model").selectOption("sora-2");
            assertThat(page.locator("#sizes input")).hasCount(2);
            action(card, "Use this prompt again").click();
            assertThat(page.locator("#model")).hasValue("sandbox-preview");
            assertThat(page.locator("select[name=seconds]")).hasValue("4");
            assertThat(page.locator("[value='360x360']")).isChecked();
            Download download = page.waitForDownload(() -> action(card, "Download").click());
            Path clip = stage.home().resolve("preview.mp4");
            download.saveAs(clip);
            assertThat(Media.probe(clip).getString("duration")).startsWith("4.0");
        }
    }

    @Test
    void reloadKeepsRunningVideos() {
        String key = stage.freshKey();
        try (PageBrowser visitor = stage.visitor().enter(key)) {
            String whale = "A whale";
            String boat = "A paper boat [stall]";
            visitor.create(whale);
            awaitStatus(visitor.create(boat), "In progress");

            visitor.page().reload();

            awaitStatus(visitor.card(boat), "In progress");
            stage.cancelAll(key, boat);
            awaitStatus(visitor.card(boat), "Cancelled");
            awaitStatus(visitor.card(whale), "Completed");
            visitor.page().reload();
            awaitStatus(visitor.card(boat), "Cancelled");
            visitor.button("Play: " + whale).click();
            assertThat(visitor.card(whale).locator("video")).hasJSProperty("paused", false);
        }
    }

    @Test
    void pageReconnectsAfterARestartOfTheServer() throws Exception {
        try (PageBrowser visitor = stage.visitor().expecting("ERR_CONNECTION_REFUSED")
                .expecting("ERR_INCOMPLETE_CHUNKED_ENCODING")
                .enter(stage.freshKey())) {
            Locator connection = visitor.page().locator("#connection");
            Locator card = visitor.create("A whale [slow:3s]");
            assertThat(connection).hasText("Live");

            stage.program().kill();
            assertThat(connection).hasText("Connection lost. Reconnecting…");
            visitor.screenshot("connection-lost");
            stage.restart("again");

            assertThat(connection).hasText("Live");
            awaitStatus(card, "Completed");
            assertThat(card).hasCount(1);
        }
    }

    @Test
    void lostConnectionContinuesFromTheLastEvent() {
        String key = stage.freshKey();
        try (PageBrowser visitor = stage.visitor().expecting("ERR_INTERNET_DISCONNECTED").expecting("401").enter(key)) {
            List<String> streams = new CopyOnWriteArrayList<>();
            visitor.page().onRequest(request -> streams.add(request.url()));
            Locator connection = visitor.page().locator("#connection");
            Locator card = visitor.create("An owl [stall]");
            awaitStatus(card, "In progress");

            visitor.context().setOffline(true);
            assertThat(connection).hasText("Connection lost. Reconnecting…");
            stage.cancelAll(key, "An owl [stall]");
            // And what it comes back with is a ticket that is worth nothing any more.
            visitor.page().route("**/v1/videos/events?*", route -> route.resume(new Route.ResumeOptions()
                    .setUrl(route.request().url().replace("ticket=", "ticket=x"))), new Page.RouteOptions().setTimes(1));
            visitor.context().setOffline(false);

            assertThat(connection).hasText("Live");
            awaitStatus(card, "Cancelled");
            assertThat(streams).filteredOn(url -> url.contains("/v1/videos/events?")).last().asString()
                    .contains("last_event_id=");
        }
    }

    @Test
    void changeInOneTabAppearsInTheOther() {
        String key = stage.freshKey();
        try (PageBrowser visitor = stage.visitor().expecting("404").keepingShown().enter(key);
                PageBrowser other = stage.visitor().enter(key)) {
            assertThat(other.page().locator("#connection")).hasText("Live");
            visitor.create("A paper boat [stall]");

            Locator there = other.card("A paper boat [stall]");
            awaitStatus(there, "In progress");
            action(there, "Cancel").click();
            other.page().locator("#confirm-yes").click();

            awaitStatus(visitor.card("A paper boat [stall]"), "Cancelled");
            action(visitor.card("A paper boat [stall]"), "Delete").click();
            action(there, "Delete").click();
            other.page().locator("#confirm-yes").click();
            assertThat(there).hasCount(0);
            assertThat(visitor.card("A paper boat [stall]")).hasCount(0);
            visitor.page().locator("#confirm-yes").click();
            visitor.awaitShown("toast", "^This video was deleted elsewhere.$");
            assertThat(visitor.card("A paper boat [stall]")).hasCount(0);
        }
    }

    @Test
    void eachFailureHasAText() {
        Map<String, String> failures = Map.of(
                "[fail:content_policy_violation]", "goes against the content policy",
                "[fail:insufficient_quota]", "has no credit left",
                "[fail:solar_flare]", "It failed.",
                "[reject:400]", "did not accept the request",
                "[reject:403]", "has no credit left",
                "[reject:content_policy_violation]", "goes against the content policy");
        try (PageBrowser visitor = stage.visitor().expecting("404").expecting("CONTENT_LENGTH_MISMATCH")
                .enter(stage.freshKey())) {
            failures.keySet().forEach(visitor::create);
            List.of("[stall]", "[reject:500]", "[reject:429]", "[flaky]", "[cut]", "[expired]").forEach(visitor::create);

            failures.forEach((prompt, words) -> {
                awaitStatus(visitor.card(prompt), "Failed");
                assertThat(visitor.card(prompt).locator(".why")).containsText(words);
                assertThat(visitor.card(prompt).locator("video, .play")).hasCount(0);
            });
            visitor.card("[fail:insufficient_quota]").scrollIntoViewIfNeeded();
            visitor.screenshot("failed");
            action(visitor.card("[reject:400]"), "Try again").click();
            assertThat(visitor.page().locator("#prompt")).hasValue("[reject:400]");
            assertThat(visitor.page().locator("#submit")).isFocused();
            for (String waiting : List.of("[stall]", "[reject:500]", "[reject:429]")) {
                action(visitor.card(waiting), "Cancel").click();
                visitor.page().locator("#confirm-yes").click();
                awaitStatus(visitor.card(waiting), "Cancelled");
            }
            for (String completed : List.of("[flaky]", "[cut]", "[expired]")) {
                awaitStatus(visitor.card(completed), "Completed");
                visitor.button("Play: " + completed).click();
            }
            assertThat(visitor.card("[expired]").locator(".note")).containsText("cannot be played");
            assertThat(visitor.page().locator("video")).hasCount(0);
        }
    }

    @Test
    void olderVideosAppearOnDemand() {
        String key = stage.freshKey();
        try (PageBrowser visitor = stage.visitor().enter(key)) {
            create14Rejected(visitor, key);
            Locator prompts = visitor.page().locator(".card .prompt");
            assertThat(prompts).hasCount(12);

            visitor.button("Show older ones").click();

            assertThat(prompts).hasCount(14);
            assertThat(visitor.button("Show older ones")).isHidden();
            assertThat(prompts.first()).hasText("[reject:400] number 14");
            assertThat(prompts.last()).hasText("[reject:400] number 1");
        }
    }

    /** The last video of a page is where the next page begins. */
    @Test
    void olderVideosFollowAfterTheLastOneWasDeleted() {
        String key = stage.freshKey();
        try (PageBrowser visitor = stage.visitor().enter(key)) {
            create14Rejected(visitor, key);
            Locator prompts = visitor.page().locator(".card .prompt");
            assertThat(prompts).hasCount(12);
            action(visitor.card("[reject:400] number 3"), "Delete").click();
            visitor.page().locator("#confirm-yes").click();
            assertThat(prompts).hasCount(11);

            visitor.button("Show older ones").click();

            assertThat(prompts).hasCount(13);
            assertThat(prompts.last()).hasText("[reject:400] number 1");
        }
    }

    private static void create14Rejected(PageBrowser visitor, String key) {
        visitor.page().evaluate(
                """
                        async key => {
                          for (let number = 1; number <= 14; number++) {
                            const body = new FormData();
                            Object.entries({ prompt: `[reject:400] number ${number}`, model: 'sora-2', size: '1280x720', seconds: '10' })
                              .forEach(([name, value]) => body.append(name, value));
                            await fetch('/v1/videos', { method: 'POST', headers: { Authorization: key }, body });
                          }
                        }""",
                key);
        visitor.page().reload();
    }

    /** The order arrives, its answer does not: the next attempt finds what the first one bought. */
    @Test
    void repeatedCreateAfterALostResponseMakesOneVideo() {
        try (PageBrowser visitor = stage.visitor().expecting("ERR_FAILED").enter(stage.freshKey())) {
            visitor.page().route("**/v1/videos", route -> {
                if (route.request().method().equals("POST")) {
                    route.fetch();
                    route.abort();
                } else {
                    route.resume();
                }
            });
            visitor.page().locator("#prompt").fill("A fox [stall]");
            visitor.page().locator("#submit").click();
            assertThat(visitor.page().locator("#create-problem")).containsText("There was no response");
            visitor.page().unroute("**/v1/videos");

            visitor.page().locator("#submit").dblclick();

            assertThat(visitor.page().locator("#prompt")).hasValue("");
            awaitStatus(visitor.card("A fox [stall]"), "In progress");
            visitor.page().reload();
            assertThat(visitor.card("A fox [stall]")).hasCount(1);
        }
    }

    private static double number(Locator element, String property) {
        return ((Number) element.evaluate("element => element." + property)).doubleValue();
    }
}
