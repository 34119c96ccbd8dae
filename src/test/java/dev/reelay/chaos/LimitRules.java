package dev.reelay.chaos;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import dev.reelay.chaos.Books.Creation;
import dev.reelay.chaos.Books.KeyTerms;
import dev.reelay.chaos.Books.State;
import dev.reelay.chaos.Books.Write;

/** The rules about the limits and the budgets of keys. They replay the writes, which are in the order of their commits. */
final class LimitRules {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private LimitRules() {
    }

    /** A key never has more open videos than its limit, and never more creates in any minute. */
    static Stream<String> limitsHold(Evidence evidence) {
        return evidence.books().terms().keys().entrySet().stream()
                .flatMap(key -> Stream.concat(tooManyOpen(evidence, key.getKey(), key.getValue()),
                        tooManyCreates(evidence, key.getKey(), key.getValue())));
    }

    private static Stream<String> tooManyOpen(Evidence evidence, String key, KeyTerms terms) {
        List<String> found = new ArrayList<>();
        int open = 0;
        for (Write write : ofKey(evidence, key)) {
            if (write.before() == null) {
                open++;
                if (open > terms.openVideos()) {
                    found.add("%s is open video %d of %s".formatted(write, open, key));
                }
            } else if (ends(write)) {
                open--;
            }
        }
        return found.stream();
    }

    private static Stream<String> tooManyCreates(Evidence evidence, String key, KeyTerms terms) {
        List<Creation> creates = evidence.books().creations().stream().filter(creation -> creation.key().equals(key)).toList();
        return creates.stream().filter(last -> within(last, creates) > terms.createsPerMinute())
                .map(last -> "%s is create %d within a minute".formatted(last, within(last, creates)));
    }

    private static long within(Creation last, List<Creation> creates) {
        return creates.stream().filter(each -> each.at() <= last.at() && each.at() > last.at() - MINUTE).count();
    }

    /** What a key has spent, and what its open videos may cost, is never more than its budget. */
    static Stream<String> budgetsHold(Evidence evidence) {
        List<String> found = new ArrayList<>();
        evidence.books().terms().keys().forEach((key, terms) -> {
            BigDecimal budget = terms.budget();
            if (budget != null) {
                Map<String, BigDecimal> costs = new HashMap<>();
                for (Write write : ofKey(evidence, key)) {
                    State after = write.after();
                    if (after != null) { // what was spent for a deleted video stays spent
                        costs.put(write.video(), cost(after));
                    }
                    BigDecimal sum = costs.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
                    if (sum.compareTo(budget) > 0) {
                        found.add("%s has used %s of %s with %s".formatted(key, sum, budget, write));
                    }
                }
            }
        });
        return found.stream();
    }

    private static BigDecimal cost(State state) {
        return Objects.requireNonNullElse(state.cost(), BigDecimal.ZERO)
                .add(Objects.requireNonNullElse(state.uncertain(), BigDecimal.ZERO));
    }

    private static List<Write> ofKey(Evidence evidence, String key) {
        return evidence.books().writes().stream().filter(write -> write.key().equals(key)).toList();
    }

    private static boolean ends(Write write) {
        return write.before() != null && !write.before().isTerminal() && write.after() != null && write.after().isTerminal();
    }
}
