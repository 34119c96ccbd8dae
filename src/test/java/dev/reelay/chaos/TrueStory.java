package dev.reelay.chaos;

import static dev.reelay.chaos.Story.FOLLOWER;
import static dev.reelay.chaos.Story.PRICE;

import dev.reelay.chaos.Note.Action;

/** A history that keeps all rules, although connections break and nodes die in it. */
final class TrueStory {
    static final int OK = 200;
    static final int NOT_FOUND = 404;
    static final int NO_CONTENT = 204;

    private static final String UNKNOWN = "The outcome of the create is unknown (timeout): the upstream may have accepted it";

    private TrueStory() {
    }

    /**
     * Two nodes and four videos: "goose" is taken over by another node and completed, "heron" is cancelled and deleted, the
     * outcome of the create of "crane" is unknown, and the answer to the create of "stork" was lost. One client follows all.
     */
    static Story tell() {
        Story story = new Story();
        goose(story, story.send(FOLLOWER, "n1", Action.FOLLOW, ""));
        story.pass(61_000);
        heron(story);
        crane(story);
        story.pass(61_000);
        stork(story);
        long resumed = story.send(FOLLOWER, "n2", Action.FOLLOW, "", "", "", 20);
        story.see(resumed, 31, "video_heron", "deleted", 0);
        story.see(resumed, 32, "video_crane", "failed", 0, "upstream_error");
        story.see(resumed, 33, "video_stork", "failed", 0, "rejected");
        story.lose(resumed, OK);
        return story;
    }

    private static void goose(Story story, long feed) {
        long first = story.send(1, "n1", Action.CREATE, "", "goose", "key-1", -1);
        story.store("video_goose", "goose");
        story.lose(first, Note.BROKEN);
        long again = story.send(1, "n2", Action.CREATE, "", "goose", "key-1", -1);
        story.see(again, -1, "video_goose", "submitted", 0);
        story.end(again, OK);
        story.see(feed, 10, "video_goose", "submitted", 0);
        long third = story.send(1, "n1", Action.CREATE, "", "goose", "key-1", -1);
        story.see(third, -1, "video_goose", "submitted", 0);
        story.end(third, OK);
        story.claim("n1", "video_goose", "honest");
        story.step("n1", "video_goose", "SUBMITTING", 0);
        story.sell("honest", "sale-1", "goose", "video_goose", "COMPLETED");
        story.step("n1", "video_goose", "IN_PROGRESS", 0);
        long watch = story.send(1, "n1", Action.WATCH, "video_goose");
        story.see(watch, 2, "video_goose", "in_progress", 0);
        story.step("n1", "video_goose", "IN_PROGRESS", 40);
        story.see(watch, 3, "video_goose", "in_progress", 40);
        story.lose(watch, OK);
        long early = story.send(1, "n1", Action.READ, "video_goose");
        story.see(early, -1, "video_goose", "in_progress", 40);
        story.end(early, OK);
        story.claim("n2", "video_goose", "honest");
        story.step("n2", "video_goose", "COMPLETED", 100);
        long resumed = story.send(1, "n2", Action.WATCH, "video_goose", "", "", 3);
        story.see(resumed, 4, "video_goose", "completed", 100);
        story.end(resumed, OK);
        long late = story.send(1, "n1", Action.READ, "video_goose");
        story.see(late, -1, "video_goose", "completed", 100);
        story.end(late, OK);
        long whole = story.send(1, "n1", Action.DOWNLOAD, "video_goose");
        story.receive(whole, "sale-1", 0, Footage.of("sale-1").length);
        story.end(whole, OK);
        long broken = story.send(1, "n1", Action.DOWNLOAD, "video_goose");
        story.receive(broken, "sale-1", 0, 1000);
        story.lose(broken, OK);
        story.see(feed, 20, "video_goose", "completed", 100);
        story.lose(feed, OK);
    }

    private static void heron(Story story) {
        long create = story.send(2, "n1", Action.CREATE, "", "heron", "", -1);
        story.store("video_heron", "heron");
        story.see(create, -1, "video_heron", "submitted", 0);
        story.end(create, OK);
        story.claim("n1", "video_heron", "plain");
        story.step("n1", "video_heron", "SUBMITTING", 0);
        story.sell("plain", "sale-2", "heron", "", "CANCELLED");
        story.step("n1", "video_heron", "IN_PROGRESS", 0);
        long cancel = story.send(2, "n2", Action.CANCEL, "video_heron");
        story.step("n2", "video_heron", "FAILED", 0, "cancelled", "Cancelled by its owner", null);
        story.lose(cancel, Note.BROKEN);
        long delete = story.send(2, "n2", Action.DELETE, "video_heron");
        story.delete("n2", "video_heron");
        story.end(delete, OK);
        long watch = story.send(2, "n1", Action.WATCH, "video_heron", "", "", 2);
        story.end(watch, NOT_FOUND);
    }

    private static void crane(Story story) {
        long create = story.send(3, "n1", Action.CREATE, "", "crane", "", -1);
        story.store("video_crane", "crane");
        story.see(create, -1, "video_crane", "submitted", 0);
        story.end(create, OK);
        story.claim("n1", "video_crane", "plain");
        story.step("n1", "video_crane", "SUBMITTING", 0);
        story.sell("plain", "sale-3", "crane", "", "COMPLETED");
        story.claim("n2", "video_crane", "plain");
        story.step("n2", "video_crane", "FAILED", 0, "upstream_error", UNKNOWN, PRICE);
        long watch = story.send(3, "n2", Action.WATCH, "video_crane", "", "", 2);
        story.end(watch, NO_CONTENT);
    }

    private static void stork(Story story) {
        long create = story.send(3, "n1", Action.CREATE, "", "stork", "", -1);
        story.store("video_stork", "stork");
        story.lose(create, Note.BROKEN);
        story.claim("n1", "video_stork", "honest");
        story.step("n1", "video_stork", "SUBMITTING", 0);
        story.sell("honest", "sale-4", "stork", "video_stork", "FAILED");
        story.step("n1", "video_stork", "IN_PROGRESS", 0);
        story.step("n1", "video_stork", "FAILED", 0, "rejected", "It failed", null);
    }
}
