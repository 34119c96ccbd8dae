package dev.reelay.chaos;

import static dev.reelay.chaos.Story.FOLLOWER;
import static dev.reelay.chaos.Story.OWNER;
import static dev.reelay.chaos.Story.PRICE;
import static dev.reelay.chaos.Story.forge;
import static dev.reelay.chaos.TrueStory.NOT_FOUND;
import static dev.reelay.chaos.TrueStory.NO_CONTENT;
import static dev.reelay.chaos.TrueStory.OK;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import dev.reelay.chaos.Books.Arrival;
import dev.reelay.chaos.Books.Creation;
import dev.reelay.chaos.Books.Entry;
import dev.reelay.chaos.Books.Event;
import dev.reelay.chaos.Books.Purchase;
import dev.reelay.chaos.Books.State;
import dev.reelay.chaos.Books.Write;
import dev.reelay.chaos.Note.Action;
import dev.reelay.chaos.Note.Ended;
import dev.reelay.chaos.Note.Received;
import dev.reelay.chaos.Note.Seen;
import dev.reelay.chaos.Note.Sent;

/** Lies about the {@link TrueStory}; each breaks one rule. */
final class Forgeries {
    private static final String TIMEOUT = "generation_timeout";

    private Forgeries() {
    }

    /**
     * A part of the history that is not true.
     *
     * @param rule the rule that finds it
     */
    record Forgery(String rule, String lie, Consumer<Story> forger) {
        @Override
        public String toString() {
            return rule + ": " + lie;
        }
    }

    /** Returns all of them. */
    static List<Forgery> all() {
        return List.of(
                new Forgery("nothing accepted is lost", "the row of an answered create is gone",
                        story -> story.videos.remove("video_crane")),
                new Forgery("nothing accepted is lost", "a create was answered with the id of nothing", story -> {
                    long create = story.send(4, "n1", Action.CREATE, "", "egret", "", -1);
                    story.see(create, -1, "video_egret", "submitted", 0);
                    story.end(create, OK);
                }),
                new Forgery("nothing accepted is lost", "a video waits for ever", story -> {
                    story.pass(61_000);
                    story.store("video_egret", "egret");
                }),
                new Forgery("each end is true", "a video fails without a reason",
                        story -> forge(story.purchases, Purchase.class, sale -> sale.id().equals("sale-4"),
                                sale -> state(sale, "COMPLETED"))),
                new Forgery("each end is true", "a video is completed that the upstream still makes",
                        story -> forge(story.purchases, Purchase.class, sale -> sale.id().equals("sale-1"),
                                sale -> state(sale, "RUNNING"))),
                new Forgery("each end is true", "an upstream that honours keys was not asked again", story -> {
                    forge(story.writes, Write.class, write -> write.video().equals("video_crane"),
                            write -> change(write, state -> account(state, "honest")));
                    forge(story.purchases, Purchase.class, sale -> sale.id().equals("sale-3"),
                            sale -> new Purchase("honest", sale.id(), sale.prompt(), "video_crane", sale.node(), sale.from(),
                                    sale.to(), sale.state()));
                }),
                new Forgery("each end is true", "a video misses a deadline that is still to come", story -> {
                    forge(story.writes, Write.class, write -> write.video().equals("video_stork"),
                            write -> change(write, Forgeries::timedOut));
                    forge(story.notes, Seen.class, seen -> seen.error().equals("rejected"), seen -> new Seen(seen.call(),
                            seen.at(), seen.eventId(), seen.video(), seen.status(), 0, TIMEOUT));
                }),
                new Forgery("each end is true", "a video is cancelled that nobody cancelled",
                        story -> forge(story.notes, Sent.class, sent -> sent.action() == Action.CANCEL,
                                sent -> new Sent(sent.call(), sent.at(), sent.client(), sent.node(), OWNER, Action.DELETE,
                                        sent.video(), "", "", -1))),
                new Forgery("a settled video never changes", "a failed video gets another reason", story -> {
                    Write last = story.writes.get(story.writes.size() - 1);
                    State end = last.after();
                    State other = new State(end.status(), end.version(), end.progress(), end.token(), end.lease(),
                            end.account(), end.error(), "Removed by the upstream", end.cost(), end.uncertain());
                    story.writes.add(new Write(last.number() + 1, last.at(), "n1", last.video(), OWNER, OWNER, last.prompt(),
                            end, other));
                }),
                new Forgery("a settled video never changes", "a reader saw another error", story -> {
                    long read = story.send(5, "n1", Action.READ, "video_stork");
                    story.see(read, -1, "video_stork", "failed", 0, TIMEOUT);
                    story.end(read, OK);
                }),
                new Forgery("only what is committed is seen", "an event has a progress that was rolled back",
                        story -> forge(story.notes, Seen.class, seen -> seen.eventId() == 3,
                                seen -> new Seen(seen.call(), seen.at(), 3, seen.video(), seen.status(), 39, ""))),
                new Forgery("only what is committed is seen", "an event has the version of the next write", story -> {
                    long watch = story.send(5, "n1", Action.WATCH, "video_goose");
                    story.see(watch, 2, "video_goose", "in_progress", 40);
                    story.see(watch, 4, "video_goose", "completed", 100);
                    story.end(watch, OK);
                }),
                new Forgery("only what is committed is seen", "a reading has a progress that never was", story -> {
                    long read = story.send(5, "n1", Action.READ, "video_goose");
                    story.see(read, -1, "video_goose", "in_progress", 77);
                    story.end(read, OK);
                }),
                new Forgery("nothing is bought twice", "two accounts sold it",
                        story -> story.sell("plain", "sale-5", "goose", "", "CANCELLED")),
                new Forgery("nothing is bought twice", "a purchase is for nobody",
                        story -> story.sell("plain", "sale-5", "egret", "", "COMPLETED")),
                new Forgery("one idempotency key, one video", "a repeated create was answered with another video",
                        story -> forge(story.notes, Sent.class, sent -> sent.prompt().equals("crane"),
                                sent -> new Sent(sent.call(), sent.at(), sent.client(), sent.node(), OWNER, Action.CREATE, "",
                                        "crane", "key-1", -1))),
                new Forgery("accounts keep their limits", "videos are made at once",
                        story -> forge(story.purchases, Purchase.class, sale -> true,
                                sale -> new Purchase("plain", sale.id(), sale.prompt(), sale.idempotencyKey(), sale.node(),
                                        sale.from(), Long.MAX_VALUE, sale.state()))),
                new Forgery("no answer is a defect", "a cancel is answered with 500",
                        story -> forge(story.notes, Ended.class, ended -> ended.status() == Note.BROKEN,
                                ended -> new Ended(ended.call(), ended.at(), 500, true))),
                new Forgery("readers go forward", "a node answers with the state of before", story -> {
                    long read = story.send(1, "n1", Action.READ, "video_goose");
                    story.see(read, -1, "video_goose", "in_progress", 40);
                    story.end(read, OK);
                }),
                new Forgery("readers go forward", "another node still has the former progress after minutes", story -> {
                    long first = story.send(6, "n1", Action.READ, "video_goose");
                    story.see(first, -1, "video_goose", "in_progress", 40);
                    story.end(first, OK);
                    story.pass(Duration.ofMinutes(2).toMillis());
                    long second = story.send(6, "n2", Action.READ, "video_goose");
                    story.see(second, -1, "video_goose", "in_progress", 0);
                    story.end(second, OK);
                }),
                new Forgery("watchers miss and repeat nothing", "a resumed stream repeats an event", story -> {
                    long watch = story.send(5, "n1", Action.WATCH, "video_goose", "", "", 4);
                    story.see(watch, 4, "video_goose", "completed", 100);
                    story.end(watch, OK);
                }),
                new Forgery("watchers miss and repeat nothing", "204 although there is a later version", story -> {
                    long watch = story.send(5, "n1", Action.WATCH, "video_goose", "", "", 3);
                    story.end(watch, NO_CONTENT);
                }),
                new Forgery("watchers miss and repeat nothing", "404 for a video that is there", story -> {
                    long watch = story.send(5, "n1", Action.WATCH, "video_goose");
                    story.end(watch, NOT_FOUND);
                }),
                new Forgery("followers miss and repeat nothing", "the deletion is missing",
                        story -> story.notes.removeIf(note -> note instanceof Seen seen && seen.status().equals("deleted"))),
                new Forgery("followers miss and repeat nothing", "a resumed feed begins too early",
                        story -> forge(story.notes, Seen.class, seen -> seen.eventId() == 31,
                                seen -> new Seen(seen.call(), seen.at(), 20, seen.video(), seen.status(), 0, ""))),
                new Forgery("followers miss and repeat nothing", "a feed tells an older state again", story -> {
                    long feed = story.send(FOLLOWER, "n1", Action.FOLLOW, "", "", "", 33);
                    story.see(feed, 34, "video_goose", "in_progress", 40);
                    story.see(feed, 35, "video_goose", "completed", 100);
                }),
                new Forgery("keys keep their limits", "all videos are open at once",
                        story -> story.writes
                                .sort((one, other) -> Boolean.compare(one.before() != null, other.before() != null))),
                new Forgery("keys keep their limits", "four creates in a minute",
                        story -> story.creations.replaceAll(each -> new Creation(OWNER, OWNER, 5))),
                new Forgery("budgets hold", "a create did not see another one",
                        story -> forge(story.writes, Write.class, write -> write.video().equals("video_crane"),
                                write -> change(write, state -> state.isTerminal() ? state : costly(state)))),
                new Forgery("leases hold", "a node writes after another took over",
                        story -> forge(story.writes, Write.class,
                                write -> write.after() != null && write.after().status().equals("COMPLETED"),
                                write -> new Write(write.number(), write.at(), "n1", write.video(), OWNER, OWNER,
                                        write.prompt(),
                                        write.before(), write.after()))),
                new Forgery("rows go forward", "a takeover does not raise the token",
                        story -> forge(story.writes, Write.class,
                                write -> write.before() != null && "process-1".equals(write.before().lease())
                                        && write.after() != null && "process-2".equals(write.after().lease()),
                                write -> change(write, state -> new State(state.status(), state.version(), state.progress(), 1,
                                        state.lease(), state.account(), null, null, state.cost(), null)))),
                new Forgery("the ledger is exact", "a video is not in it",
                        story -> story.ledger.removeIf(entry -> entry.video().equals("video_heron"))),
                new Forgery("the ledger is exact", "a row has no video",
                        story -> story.ledger.add(new Entry("video_egret", OWNER, "failed", BigDecimal.ZERO, BigDecimal.ZERO))),
                new Forgery("the ledger is exact", "a failed video costs",
                        story -> forge(story.ledger, Entry.class, entry -> entry.video().equals("video_heron"),
                                entry -> new Entry(entry.video(), OWNER, entry.status(), PRICE, entry.uncertain()))),
                new Forgery("each byte is the upstream's", "one byte is another",
                        story -> forge(story.notes, Received.class, part -> part.count() == 1000,
                                part -> new Received(part.call(), part.at(), part.first(), 1000, part.total(),
                                        Footage.sha256(Footage.of("sale-2"), 0, 1000)))),
                new Forgery("each byte is the upstream's", "half a file looks whole",
                        story -> story.notes.replaceAll(note -> note instanceof Ended ended && !ended.whole()
                                && isDownload(story, ended.call()) ? new Ended(ended.call(), ended.at(), OK, true) : note)),
                new Forgery("webhooks arrive", "nobody got an event",
                        story -> story.arrivals.removeIf(arrival -> arrival.event().equals("evt-0"))),
                new Forgery("webhooks arrive", "a failed delivery was the last one",
                        story -> forge(story.arrivals, Arrival.class, arrival -> arrival.event().equals("evt-0"),
                                arrival -> new Arrival(OWNER, arrival.event(), arrival.type(), arrival.video(), false,
                                        arrival.sha256()))),
                new Forgery("webhooks arrive", "an event of a transaction that was rolled back",
                        story -> story.arrivals.add(new Arrival(OWNER, "evt-none", "video.failed", "video_goose", true, "b"))),
                new Forgery("webhooks arrive", "a change has two events", story -> {
                    Event first = story.events.get(0);
                    story.events.add(new Event("evt-twice", OWNER, first.video(), first.type()));
                    story.arrivals.add(new Arrival(OWNER, "evt-twice", first.type(), first.video(), true, "body"));
                }),
                new Forgery("webhooks arrive", "an event comes with another body",
                        story -> story.arrivals
                                .add(new Arrival(OWNER, "evt-0", "video.in_progress", "video_goose", true, "b"))));
    }

    private static Purchase state(Purchase sale, String state) {
        return new Purchase(sale.upstream(), sale.id(), sale.prompt(), sale.idempotencyKey(), sale.node(), sale.from(),
                sale.to(),
                state);
    }

    private static Write change(Write write, UnaryOperator<State> how) {
        return new Write(write.number(), write.at(), write.node(), write.video(), write.owner(), write.key(), write.prompt(),
                write.before(), write.after() == null ? null : how.apply(write.after()));
    }

    private static State account(State state, String account) {
        return new State(state.status(), state.version(), state.progress(), state.token(), state.lease(), account,
                state.error(), state.message(), state.cost(), state.uncertain());
    }

    private static State costly(State state) {
        return new State(state.status(), state.version(), state.progress(), state.token(), state.lease(), state.account(),
                state.error(), state.message(), new BigDecimal("3.50"), state.uncertain());
    }

    private static State timedOut(State state) {
        return state.error() == null ? state
                : new State(state.status(), state.version(), state.progress(), state.token(), state.lease(), state.account(),
                        TIMEOUT, state.message(), state.cost(), state.uncertain());
    }

    private static boolean isDownload(Story story, long call) {
        return story.notes.stream().anyMatch(
                note -> note instanceof Sent sent && sent.call() == call && sent.action() == Action.DOWNLOAD);
    }
}
