package dev.reelay.chaos;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import dev.reelay.chaos.Books.Purchase;
import dev.reelay.chaos.Note.Action;
import dev.reelay.chaos.Note.Seen;

/** The rules about what is bought from upstreams, and for whom. */
final class PurchaseRules {
    private PurchaseRules() {
    }

    /** Each purchase is for a stored video, and no video is bought twice, at one upstream or at two. */
    static Stream<String> boughtOnce(Evidence evidence) {
        Set<String> ordered = evidence.videos().map(evidence::prompt).collect(toSet());
        return evidence.purchasesByPrompt()
                .filter(sales -> sales.size() > 1 || !ordered.contains(sales.get(0).prompt()))
                .map(sales -> (sales.size() > 1 ? "Bought twice: " : "Bought for nobody: ") + sales);
    }

    /** Repeated creates with one idempotency key are one video. */
    static Stream<String> oneVideoForAKey(Evidence evidence) {
        Map<String, Set<String>> rows = evidence.videos()
                .collect(groupingBy(evidence::prompt, mapping(video -> video, toSet())));
        Stream<String> stored = rows.entrySet().stream().filter(row -> row.getValue().size() > 1)
                .map(row -> "The create '%s' is stored as %s".formatted(row.getKey(), row.getValue()));
        Map<String, Set<String>> answers = evidence.calls(Action.CREATE)
                .filter(call -> !call.sent().idempotencyKey().isEmpty() && !call.seen().isEmpty())
                .collect(groupingBy(call -> call.sent().owner() + " " + call.sent().idempotencyKey(),
                        mapping(call -> call.seen().stream().findFirst().map(Seen::video).orElse(""), toSet())));
        Stream<String> answered = answers.entrySet().stream().filter(key -> key.getValue().size() > 1)
                .map(key -> "The creates with the key %s were answered with %s".formatted(key.getKey(), key.getValue()));
        return Stream.concat(stored, answered);
    }

    /** An account never has more videos at once at its upstream than its limit. */
    static Stream<String> accountsKeepTheirLimit(Evidence evidence) {
        return evidence.books().terms().upstreams().entrySet().stream().flatMap(upstream -> {
            List<Purchase> sales = evidence.books().purchases().stream()
                    .filter(sale -> sale.upstream().equals(upstream.getKey()))
                    .sorted(Comparator.comparing(Purchase::from)).toList();
            return sales.stream().filter(sale -> openAt(sale.from(), sales) > upstream.getValue().openVideos())
                    .map(sale -> "%s is video %d at once".formatted(sale, openAt(sale.from(), sales)));
        });
    }

    private static long openAt(long time, List<Purchase> sales) {
        return sales.stream().filter(sale -> sale.from() <= time && sale.to() > time).count();
    }
}
