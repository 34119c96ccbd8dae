package dev.reelay.chaos;

import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Something that must hold whatever happens to nodes, networks and databases.
 *
 * @param name says what holds
 * @param broken returns a text with the evidence for each time that the rule did not hold
 */
record Rule(String name, Function<Evidence, Stream<String>> broken) {
    Stream<Violation> judge(Evidence evidence) {
        return broken.apply(evidence).map(what -> new Violation(name, what));
    }
}
