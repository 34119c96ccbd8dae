package dev.reelay.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The figures of one theme: a table, and a part of {@code target/bench.json}. */
final class Report {
    private static final Path FILE = Path.of("target", "bench.json");

    private final String theme;
    private final String peer;
    private final List<Figure> figures = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** @param peer what ours is compared with */
    Report(String theme, String peer) {
        this.theme = theme;
        this.peer = peer;
    }

    void add(String what, String unit, double ours, Optional<Double> other, Optional<Goal> goal) {
        figures.add(new Figure(what, unit, ours, other, goal));
    }

    void add(String what, String unit, double ours, Optional<Double> other, Goal goal) {
        add(what, unit, ours, other, Optional.of(goal));
    }

    void add(String what, String unit, Rounds medians, Goal goal) {
        add(what, unit, medians, Optional.of(goal));
    }

    void add(String what, String unit, Rounds medians, Optional<Goal> goal) {
        add(what, unit, medians.ours(), medians.theirs(), goal);
    }

    /** One that has no goal. */
    void add(String what, String unit, double ours, Optional<Double> other) {
        add(what, unit, ours, other, Optional.empty());
    }

    /** One that has no goal. */
    void add(String what, String unit, Rounds medians) {
        add(what, unit, medians.ours(), medians.theirs());
    }

    /** What a reader should know of the figures, or why one is missing. */
    void note(String note) {
        notes.add(note);
    }

    /** Tells all first, then fails where a goal is missed. */
    void close() throws IOException {
        System.out.println(table());
        JsonObject all = Files.exists(FILE) ? new JsonObject(Files.readString(FILE)) : new JsonObject();
        Files.writeString(FILE, all.put(theme, json()).encodePrettily());
        assertThat(figures.stream().filter(figure -> figure.met().equals(Optional.of(false))).map(Figure::line))
                .as("goals that are missed").isEmpty();
    }

    private String table() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("%s: reelay on %s".formatted(theme, Launch.runtime()));
        lines.add("%-62s %10s %10s %8s  %s".formatted("", "reelay", peer, "ratio", "goal"));
        figures.forEach(figure -> lines.add(figure.line()));
        notes.forEach(note -> lines.add("  " + note));
        return String.join(System.lineSeparator(), lines);
    }

    private JsonObject json() throws IOException {
        return new JsonObject().put("runtime", Launch.runtime()).put("peer", peer)
                .put("figures", new JsonArray(figures.stream().map(Figure::json).toList()))
                .put("notes", new JsonArray(notes));
    }
}
