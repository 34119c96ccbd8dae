package dev.reelay.chaos;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.reelay.chaos.Books.Arrival;
import dev.reelay.chaos.Books.Event;
import dev.reelay.chaos.Books.State;

/** The rules about webhooks. */
final class WebhookRules {
    private WebhookRules() {
    }

    /** Each change is one event; each event arrives at least once, always the same; and no other event arrives. */
    static Stream<String> eventsArrive(Evidence evidence) {
        Books books = evidence.books();
        List<Event> events = books.events().stream().filter(event -> books.terms().hooked().contains(event.owner())).toList();
        Set<String> known = events.stream().map(Event::id).collect(toSet());
        Set<String> accepted = books.arrivals().stream().filter(Arrival::accepted).map(Arrival::event).collect(toSet());
        Stream<String> missed = events.stream().filter(event -> !accepted.contains(event.id()))
                .map(event -> "No receiver accepted " + event);
        Stream<String> invented = books.arrivals().stream().filter(arrival -> !known.contains(arrival.event()))
                .map(arrival -> "No transaction committed the event of " + arrival);
        Map<String, Set<String>> bodies = books.arrivals().stream()
                .collect(groupingBy(Arrival::event, mapping(Arrival::sha256, toSet())));
        Stream<String> changed = bodies.entrySet().stream().filter(event -> event.getValue().size() > 1)
                .map(event -> "The event %s came with different bodies".formatted(event.getKey()));
        return Stream.of(missed, invented, changed, unequal(evidence, events)).flatMap(Function.identity());
    }

    /** Returns the videos whose events are not one for each of their changes. */
    private static Stream<String> unequal(Evidence evidence, List<Event> events) {
        Map<String, List<String>> types = events.stream()
                .collect(groupingBy(Event::video, mapping(Event::type, Collectors.toList())));
        return evidence.books().writes().stream()
                .filter(write -> write.before() == null && evidence.books().terms().hooked().contains(write.owner()))
                .map(Books.Write::video)
                .filter(video -> !expected(evidence, video)
                        .equals(types.getOrDefault(video, List.of()).stream().sorted().toList()))
                .map(video -> "%s has the events %s instead of %s".formatted(video, types.get(video),
                        expected(evidence, video)));
    }

    private static List<String> expected(Evidence evidence, String video) {
        List<String> types = new ArrayList<>(evidence.states(video).filter(state -> !state.word().equals("submitted"))
                .map(State::word).distinct().map("video."::concat).toList());
        if (evidence.isDeleted(video)) {
            types.add("video.deleted");
        }
        return types.stream().sorted().toList();
    }
}
