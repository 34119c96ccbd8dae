package dev.reelay.chaos;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import dev.reelay.chaos.Books.State;
import dev.reelay.chaos.Books.UpstreamTerms;
import dev.reelay.chaos.Books.Write;
import dev.reelay.chaos.Note.Action;
import dev.reelay.chaos.Note.Seen;

/** The rules about the life of a video. */
final class VideoRules {
    private static final int OK = 200;

    private VideoRules() {
    }

    /** A create that was answered with an id has a row, and each row ends. */
    static Stream<String> acceptedIsKept(Evidence evidence) {
        Stream<String> lost = evidence.calls(Action.CREATE).filter(call -> call.status() == OK)
                .flatMap(call -> call.seen().stream()
                        .filter(seen -> !isStored(evidence, seen.video(), call.sent().prompt()))
                        .map(seen -> "No row has the video of the answer " + seen + " to " + call.sent()));
        Stream<String> open = evidence.videos()
                .filter(video -> evidence.lastState(video).filter(State::isTerminal).isEmpty())
                .map(video -> "%s never ended: %s".formatted(video, evidence.lastState(video)));
        return Stream.concat(lost, open);
    }

    private static boolean isStored(Evidence evidence, String video, String prompt) {
        return evidence.prompt(video).equals(prompt)
                && (evidence.books().videos().contains(video) || evidence.isDeleted(video));
    }

    /** A video is completed if the upstream says so, and fails only for a reason that the run has. */
    static Stream<String> endsAreTrue(Evidence evidence) {
        return evidence.videos().flatMap(video -> evidence.lastState(video).filter(State::isTerminal)
                .filter(state -> !isTrue(evidence, video, state)).stream()
                .map(state -> "%s ended as %s, and the upstreams sold %s".formatted(video, state,
                        evidence.purchases(evidence.prompt(video)))));
    }

    private static boolean isTrue(Evidence evidence, String video, State end) {
        if (end.status().equals("COMPLETED")) {
            return wasSold(evidence, video, "COMPLETED");
        }
        return switch (Objects.requireNonNullElse(end.error(), "")) {
            case "cancelled" -> evidence.calls(Action.CANCEL).anyMatch(call -> call.sent().video().equals(video));
            case "generation_timeout" -> age(evidence, video) >= evidence.books().terms().deadlineMillis();
            case "upstream_error" -> isAmbiguous(end) ? !honoursKeys(evidence, end) : wasSold(evidence, video, "FAILED");
            default -> wasSold(evidence, video, "FAILED");
        };
    }

    private static boolean wasSold(Evidence evidence, String video, String state) {
        return evidence.purchases(evidence.prompt(video)).stream().anyMatch(sale -> sale.state().equals(state));
    }

    private static boolean isAmbiguous(State end) {
        return Objects.requireNonNullElse(end.message(), "").contains("outcome of the create is unknown");
    }

    private static boolean honoursKeys(Evidence evidence, State end) {
        return Optional.ofNullable(evidence.books().terms().upstreams().get(end.account()))
                .filter(UpstreamTerms::honoursKeys).isPresent();
    }

    private static long age(Evidence evidence, String video) {
        Write first = evidence.writes(video).get(0);
        return evidence.writes(video).stream().filter(write -> write.after() != null && write.after().isTerminal())
                .findFirst().map(write -> write.at() - first.at()).orElse(0L);
    }

    /** A terminal row never changes, and whoever sees a terminal video sees that end. */
    static Stream<String> settledStays(Evidence evidence) {
        Stream<String> rows = evidence.books().writes().stream()
                .filter(write -> write.before() != null && write.after() != null && write.before().isTerminal())
                .filter(write -> !end(write.before()).equals(end(write.after())))
                .map(write -> "The end of a video changed: " + write);
        Stream<String> readers = Stream.of(Action.READ, Action.WATCH, Action.FOLLOW).flatMap(evidence::calls)
                .flatMap(call -> call.seen().stream()).filter(seen -> ReaderRules.isTerminal(seen.status()))
                .filter(seen -> evidence.lastState(seen.video()).filter(state -> !isEnd(state, seen)).isPresent())
                .map(seen -> "%s, but the row ended as %s".formatted(seen, evidence.lastState(seen.video())));
        return Stream.concat(rows, readers);
    }

    private static String end(State state) {
        return "%s %d %d %s %s %s %s".formatted(state.status(), state.version(), state.progress(), state.error(),
                state.message(),
                state.cost(), state.uncertain());
    }

    private static boolean isEnd(State state, Seen seen) {
        return !state.isTerminal() || state.status().toLowerCase(Locale.ROOT).equals(seen.status())
                && Objects.requireNonNullElse(state.error(), "").equals(seen.error());
    }

    /** Whatever a client sees was committed: the row has had this state, under the version of the event. */
    static Stream<String> seenIsStored(Evidence evidence) {
        Stream<String> events = evidence.calls(Action.WATCH).flatMap(call -> call.seen().stream())
                .filter(seen -> evidence.states(seen.video())
                        .noneMatch(state -> state.version() == seen.eventId() && isSame(state, seen)))
                .map(seen -> "No committed version of the row is " + seen);
        Stream<String> readings = Stream.of(Action.CREATE, Action.READ, Action.FOLLOW).flatMap(evidence::calls)
                .flatMap(call -> call.seen().stream())
                .filter(seen -> seen.status().equals("deleted") ? !evidence.isDeleted(seen.video())
                        : evidence.states(seen.video()).noneMatch(state -> isSame(state, seen)))
                .filter(seen -> !evidence.writes(seen.video()).isEmpty()) // otherwise it is lost
                .map(seen -> "The row never was " + seen);
        return Stream.concat(events, readings);
    }

    private static boolean isSame(State state, Seen seen) {
        return state.word().equals(seen.status()) && state.progress() == seen.progress();
    }
}
