package dev.reelay.chaos;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import dev.reelay.chaos.Books.Arrival;
import dev.reelay.chaos.Books.Creation;
import dev.reelay.chaos.Books.Entry;
import dev.reelay.chaos.Books.Event;
import dev.reelay.chaos.Books.KeyTerms;
import dev.reelay.chaos.Books.Purchase;
import dev.reelay.chaos.Books.State;
import dev.reelay.chaos.Books.Sum;
import dev.reelay.chaos.Books.Terms;
import dev.reelay.chaos.Books.UpstreamTerms;
import dev.reelay.chaos.Books.Write;
import dev.reelay.chaos.Note.Action;
import dev.reelay.chaos.Note.Ended;
import dev.reelay.chaos.Note.Received;
import dev.reelay.chaos.Note.Seen;
import dev.reelay.chaos.Note.Sent;

/** A history with its books that nobody lived. All of it agrees, until a test forges a part. */
final class Story {
    static final String OWNER = "alice";
    static final int FOLLOWER = 9;
    static final BigDecimal PRICE = new BigDecimal("0.80");
    static final long DEADLINE = 60_000;

    final List<Note> notes = new ArrayList<>();
    final List<Purchase> purchases = new ArrayList<>();
    final List<Arrival> arrivals = new ArrayList<>();
    final List<Write> writes = new ArrayList<>();
    final List<Creation> creations = new ArrayList<>();
    final List<String> videos = new ArrayList<>();
    final List<Entry> ledger = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    private final Map<String, String> nodes = Map.of("process-1", "n1", "process-2", "n2");
    private final Map<String, State> rows = new HashMap<>();
    private long time = 1_000_000_000;
    private long calls;

    /** Returns the evidence as it is told so far. */
    Evidence evidence() {
        List<Sum> sums = ledger.isEmpty() ? List.of()
                : List.of(
                        new Sum(OWNER, ledger.size(), ledger.stream().map(Entry::cost).reduce(BigDecimal.ZERO, BigDecimal::add),
                                ledger.stream().map(Entry::uncertain).reduce(BigDecimal.ZERO, BigDecimal::add)));
        return evidence(sums);
    }

    Evidence evidence(List<Sum> sums) {
        Terms terms = new Terms(DEADLINE, Map.of(OWNER, new KeyTerms(2, 3, new BigDecimal("4.00"))),
                Map.of("honest", new UpstreamTerms(2, true), "plain", new UpstreamTerms(2, false)), List.of(OWNER));
        return new Evidence(notes,
                new Books(terms, purchases, arrivals, nodes, writes, creations, videos, ledger, sums, events));
    }

    /** Sends a request; returns the number of its call. */
    long send(int client, String node, Action action, String video, String prompt, String key, long lastEventId) {
        calls++;
        notes.add(new Sent(calls, tick(), client, node, OWNER, action, video, prompt, key, lastEventId));
        return calls;
    }

    long send(int client, String node, Action action, String video) {
        return send(client, node, action, video, "", "", -1);
    }

    void see(long call, long eventId, String video, String status, int progress) {
        see(call, eventId, video, status, progress, "");
    }

    void see(long call, long eventId, String video, String status, int progress, String error) {
        notes.add(new Seen(call, tick(), eventId, video, status, progress, error));
    }

    /** Receives a part of what was sold as {@code sale}. */
    void receive(long call, String sale, long first, long count) {
        byte[] bytes = Footage.of(sale);
        notes.add(new Received(call, tick(), first, count, bytes.length, Footage.sha256(bytes, first, count)));
    }

    void end(long call, int status) {
        notes.add(new Ended(call, tick(), status, true));
    }

    /** The connection breaks. */
    void lose(long call, int status) {
        notes.add(new Ended(call, tick(), status, false));
    }

    /** Stores a new video. */
    void store(String video, String prompt) {
        creations.add(new Creation(OWNER, OWNER, time / 1_000_000));
        videos.add(video);
        write("n1", video, prompt, new State("SUBMITTED", 1, 0, 0, null, null, null, null, PRICE, null));
    }

    /** A node claims a video. */
    void claim(String node, String video, String account) {
        State row = rows.get(video);
        write(node, video, "", new State(row.status(), row.version(), row.progress(), row.token() + 1,
                node.equals("n1") ? "process-1" : "process-2", account, null, null, row.cost(), null));
    }

    /** A node writes a step of a video. */
    void step(String node, String video, String status, int progress) {
        step(node, video, status, progress, null, null, null);
    }

    void step(String node, String video, String status, int progress, String error, String message, BigDecimal uncertain) {
        State row = rows.get(video);
        boolean visible = !status.equals("SUBMITTING");
        boolean ends = status.equals("COMPLETED") || status.equals("FAILED");
        BigDecimal cost = status.equals("FAILED") ? BigDecimal.ZERO : row.cost();
        write(node, video, "", new State(status, row.version() + (visible ? 1 : 0), progress, row.token(),
                ends ? null : row.lease(), row.account(), error, message, cost, uncertain));
        if (visible) {
            tell(video, status.toLowerCase(Locale.ROOT), row.status().equals(status));
        }
        if (ends) {
            String word = status.equals("COMPLETED") ? "completed" : "cancelled".equals(error) ? "cancelled" : "failed";
            ledger.add(new Entry(video, OWNER, word, cost, uncertain == null ? BigDecimal.ZERO : uncertain));
        }
    }

    void delete(String node, String video) {
        videos.remove(video);
        tell(video, "deleted", false);
        write(node, video, "", null);
    }

    private void tell(String video, String word, boolean again) {
        if (!again) {
            String id = "evt-%d".formatted(events.size());
            events.add(new Event(id, OWNER, video, "video." + word));
            arrivals.add(new Arrival(OWNER, id, "video." + word, video, true, "body of " + id));
        }
    }

    /** An upstream sells a video. */
    void sell(String upstream, String sale, String prompt, String key, String state) {
        purchases.add(new Purchase(upstream, sale, prompt, key, "n1", tick(), time + 500, state));
    }

    private void write(String node, String video, String prompt, State after) {
        State before = rows.get(video);
        String known = writes.stream().filter(write -> write.video().equals(video)).map(Write::prompt).findFirst()
                .orElse(prompt);
        writes.add(new Write(writes.size(), tick() / 1_000_000, node, video, OWNER, OWNER, known, before, after));
        rows.put(video, after);
    }

    private long tick() {
        time += 10_000_000;
        return time;
    }

    /** Time passes. */
    void pass(long millis) {
        time += millis * 1_000_000;
    }

    /** Replaces the elements of a list that a test forges; fails if there is none. */
    static <T, F extends T> void forge(List<T> list, Class<F> type, Predicate<F> which, UnaryOperator<F> how) {
        int[] forged = { 0 };
        list.replaceAll(element -> {
            if (type.isInstance(element) && which.test(type.cast(element))) {
                forged[0]++;
                return how.apply(type.cast(element));
            }
            return element;
        });
        if (forged[0] == 0) {
            throw new IllegalArgumentException("There is nothing to forge");
        }
    }
}
