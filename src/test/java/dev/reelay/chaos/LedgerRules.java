package dev.reelay.chaos;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.reelay.chaos.Books.Entry;
import dev.reelay.chaos.Books.State;
import dev.reelay.chaos.Books.Sum;

/** The rules about the ledger. */
final class LedgerRules {
    private LedgerRules() {
    }

    /** Each ended video has one row of the ledger with its cost, each row has one ended video, and the sums are right. */
    static Stream<String> ledgerIsExact(Evidence evidence) {
        Map<String, List<Entry>> ledger = evidence.books().ledger().stream().collect(groupingBy(Entry::video));
        Stream<String> wrong = evidence.videos()
                .flatMap(video -> evidence.lastState(video).filter(State::isTerminal)
                        .filter(end -> !isEntry(end, ledger.getOrDefault(video, List.of()))).stream()
                        .map(end -> "%s ended as %s and is in the ledger as %s".formatted(video, end, ledger.get(video))));
        Stream<String> unknown = ledger.keySet().stream()
                .filter(video -> evidence.lastState(video).filter(State::isTerminal).isEmpty())
                .map(video -> "No ended video has the row " + ledger.get(video));
        return Stream.of(wrong, unknown, sums(evidence)).flatMap(Function.identity());
    }

    private static boolean isEntry(State end, List<Entry> entries) {
        String status = end.status().equals("COMPLETED") ? "completed"
                : "cancelled".equals(end.error()) ? "cancelled" : "failed";
        return entries.size() == 1 && entries.get(0).status().equals(status)
                && isSame(entries.get(0).cost(), end.cost()) && isSame(entries.get(0).uncertain(), end.uncertain());
    }

    private static Stream<String> sums(Evidence evidence) {
        Map<String, Sum> expected = evidence.books().ledger().stream()
                .collect(toMap(Entry::key, entry -> new Sum(entry.key(), 1, entry.cost(), entry.uncertain()),
                        (one, other) -> new Sum(one.key(), one.videos() + other.videos(), one.cost().add(other.cost()),
                                one.uncertain().add(other.uncertain()))));
        Map<String, Sum> stored = evidence.books().sums().stream().collect(toMap(Sum::key, Function.identity()));
        return Stream.concat(expected.keySet().stream(), stored.keySet().stream()).distinct()
                .filter(key -> !isSame(expected.get(key), stored.get(key)))
                .map(key -> "The ledger sums up to %s, and the sums are %s".formatted(expected.get(key), stored.get(key)));
    }

    private static boolean isSame(Sum one, Sum other) {
        return one != null && other != null && one.videos() == other.videos() && isSame(one.cost(), other.cost())
                && isSame(one.uncertain(), other.uncertain());
    }

    /** A video without a price has no cost; the ledger has 0. */
    private static boolean isSame(BigDecimal stored, BigDecimal cost) {
        return stored.compareTo(Objects.requireNonNullElse(cost, BigDecimal.ZERO)) == 0;
    }
}
