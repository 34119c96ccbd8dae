package dev.reelay.chaos;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import dev.reelay.chaos.Books.State;
import dev.reelay.chaos.Books.Write;

/** The rules about who may write to the row of a video, and in which steps. */
final class LeaseRules {
    private static final Map<String, Set<String>> STEPS = Map.of(
            "SUBMITTED", Set.of("SUBMITTED", "SUBMITTING", "FAILED"),
            "SUBMITTING", Set.of("SUBMITTING", "SUBMITTED", "IN_PROGRESS", "FAILED"),
            "IN_PROGRESS", Set.of("IN_PROGRESS", "COMPLETED", "FAILED"),
            "COMPLETED", Set.of("COMPLETED"),
            "FAILED", Set.of("FAILED"));

    private LeaseRules() {
    }

    /** The steps of a video are written by the node that has its lease; only its owner may cancel it past that node. */
    static Stream<String> leasesHold(Evidence evidence) {
        return updates(evidence).filter(write -> !isByHolder(evidence, before(write), after(write), write.node()))
                .map(write -> "%s has no lease, but wrote %s".formatted(write.node(), write));
    }

    private static boolean isByHolder(Evidence evidence, State before, State after, String node) {
        boolean isStep = !before.status().equals(after.status()) || before.version() != after.version();
        return !isStep || before.lease() == null || "cancelled".equals(after.error())
                || node.equals(evidence.books().nodes().get(before.lease()));
    }

    /** The token rises with each new lease, the version by one with each step, and neither ever falls. */
    static Stream<String> rowsGoForward(Evidence evidence) {
        return updates(evidence).filter(write -> !isForward(before(write), after(write)))
                .map(write -> "This is no step forward: " + write);
    }

    private static boolean isForward(State before, State after) {
        boolean leased = after.lease() != null && !after.lease().equals(before.lease());
        return after.token() >= before.token() + (leased ? 1 : 0)
                && after.version() >= before.version() && after.version() <= before.version() + 1
                && (before.isTerminal() || STEPS.getOrDefault(before.status(), Set.of()).contains(after.status()));
    }

    private static Stream<Write> updates(Evidence evidence) {
        return evidence.books().writes().stream().filter(write -> write.before() != null && write.after() != null);
    }

    private static State before(Write write) {
        return Objects.requireNonNull(write.before());
    }

    private static State after(Write write) {
        return Objects.requireNonNull(write.after());
    }
}
