package dev.reelay.chaos;

import static java.util.stream.Collectors.groupingBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.reelay.chaos.Books.Purchase;
import dev.reelay.chaos.Books.State;
import dev.reelay.chaos.Books.Write;
import dev.reelay.chaos.Note.Action;

/** Everything that the judge reads, with indexes. */
final class Evidence {
    private final List<Call> calls;
    private final Books books;
    private final Map<String, List<Write>> writes;
    private final Map<String, List<Purchase>> purchases;

    Evidence(List<Note> notes, Books books) {
        this.calls = History.calls(notes);
        this.books = books;
        this.writes = grouped(books.writes(), Write::video);
        this.purchases = grouped(books.purchases(), Purchase::prompt);
    }

    private static <T> Map<String, List<T>> grouped(List<T> all, Function<T, String> by) {
        return all.stream().collect(groupingBy(by, LinkedHashMap::new, Collectors.toList()));
    }

    Books books() {
        return books;
    }

    Stream<Call> calls(Action action) {
        return calls.stream().filter(call -> call.is(action));
    }

    /** Returns the ids of all videos that were ever stored. */
    Stream<String> videos() {
        return writes.keySet().stream();
    }

    /** Returns the writes to a video's row. */
    List<Write> writes(String video) {
        return writes.getOrDefault(video, List.of());
    }

    /** Returns the states that a video's row has had. */
    Stream<State> states(String video) {
        return writes(video).stream().map(Write::after).filter(Objects::nonNull);
    }

    /** Returns the last state of a video's row, before its deletion. */
    Optional<State> lastState(String video) {
        return states(video).reduce((first, second) -> second);
    }

    boolean isDeleted(String video) {
        return writes(video).stream().anyMatch(write -> write.after() == null);
    }

    String prompt(String video) {
        return writes(video).stream().findFirst().map(Write::prompt).orElse("");
    }

    /** Returns what was bought for a prompt. */
    List<Purchase> purchases(String prompt) {
        return purchases.getOrDefault(prompt, List.of());
    }

    Stream<List<Purchase>> purchasesByPrompt() {
        return purchases.values().stream();
    }
}
