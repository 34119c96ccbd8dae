package dev.reelay.chaos;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.reelay.chaos.Books.State;
import dev.reelay.chaos.Books.Write;
import dev.reelay.chaos.Note.Action;
import dev.reelay.chaos.Note.Seen;

/** The rules about what readers see, one after the other. */
final class ReaderRules {
    /**
     * A node that is cut off from its database, or stopped, may answer from its memory for a while. Within this time another
     * node may have told more.
     */
    static final Duration LAG = Duration.ofSeconds(40);

    private static final List<String> ORDER = List.of("submitted", "in_progress", "completed", "failed", "deleted");
    private static final int DEFECT = 500;
    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;

    private ReaderRules() {
    }

    static boolean isTerminal(String status) {
        return status.equals("completed") || status.equals("failed");
    }

    /** Whatever fails, the answer says what; 500 is a defect. */
    static Stream<String> nothingIsADefect(Evidence evidence) {
        return Stream.of(Action.values()).flatMap(evidence::calls).filter(call -> call.status() == DEFECT)
                .map(call -> "500 was the answer to " + call.sent());
    }

    /** For one reader of a video, the status never returns and the progress never falls, also across nodes. */
    static Stream<String> readersGoForward(Evidence evidence) {
        return byReader(Stream.of(Action.READ, Action.WATCH, Action.CREATE).flatMap(evidence::calls)).stream()
                .flatMap(ReaderRules::stepsBack);
    }

    private static Stream<String> stepsBack(List<Call> calls) {
        List<String> found = new ArrayList<>();
        for (Call later : calls) {
            for (Call earlier : calls) {
                last(earlier).ifPresent(before -> later.seen().stream()
                        .filter(now -> before.at() < later.sent().at() && isBefore(now, before))
                        .filter(now -> earlier.sent().node().equals(later.sent().node())
                                || later.sent().at() - before.at() > LAG.toNanos())
                        .forEach(now -> found
                                .add("%s of %s after %s of %s".formatted(now, later.sent(), before, earlier.sent()))));
            }
            for (int i = 1; i < later.seen().size(); i++) {
                if (isBefore(later.seen().get(i), later.seen().get(i - 1))) {
                    found.add("%s after %s in one stream".formatted(later.seen().get(i), later.seen().get(i - 1)));
                }
            }
        }
        return found.stream();
    }

    private static Optional<Seen> last(Call call) {
        return call.seen().stream().reduce((first, second) -> second);
    }

    /** A failed video may have any progress. */
    private static boolean isBefore(Seen now, Seen before) {
        int step = ORDER.indexOf(now.status()) - ORDER.indexOf(before.status());
        boolean otherEnd = isTerminal(now.status()) && isTerminal(before.status());
        return step < 0 && !otherEnd || step == 0 && !isTerminal(now.status()) && now.progress() < before.progress();
    }

    /** The ids of the events of a video rise, also across resumes, and the last one tells its end. */
    static Stream<String> watchersMissNothing(Evidence evidence) {
        return byReader(evidence.calls(Action.WATCH)).stream().flatMap(calls -> Stream.concat(idsThatFall(calls),
                toldTheEnd(evidence, calls) ? Stream.empty()
                        : Stream.of("The reader of %s did not learn that it ended as %s: %s".formatted(
                                calls.get(0).sent().video(), evidence.lastState(calls.get(0).sent().video()), calls))));
    }

    private static boolean toldTheEnd(Evidence evidence, List<Call> calls) {
        if (calls.stream().flatMap(call -> call.seen().stream()).anyMatch(seen -> isTerminal(seen.status()))) {
            return true;
        }
        Call last = calls.get(calls.size() - 1);
        String video = last.sent().video();
        return last.status() == NOT_FOUND && evidence.isDeleted(video)
                // A stream that is open when its video is deleted just ends.
                || last.isWhole() && evidence.isDeleted(video)
                || last.status() == NO_CONTENT
                        && evidence.lastState(video).map(State::version).filter(end -> end <= last.sent().lastEventId())
                                .isPresent();
    }

    private static Stream<String> idsThatFall(List<Call> calls) {
        List<String> found = new ArrayList<>();
        for (Call call : calls) {
            long before = call.sent().lastEventId();
            for (Seen seen : call.seen()) {
                if (seen.eventId() <= before) {
                    found.add("%s after the event %d of %s".formatted(seen, before, call.sent()));
                }
                before = seen.eventId();
            }
        }
        return found.stream();
    }

    /** The ids of an owner's feed rise, also across resumes, and it tells the end or the deletion of each video. */
    static Stream<String> followersMissNothing(Evidence evidence) {
        Map<Integer, List<Call>> followers = evidence.calls(Action.FOLLOW)
                .collect(groupingBy(call -> call.sent().client(), LinkedHashMap::new, Collectors.toList()));
        return followers.values().stream()
                .flatMap(calls -> Stream.of(idsThatFall(calls), statesThatFall(calls), untold(evidence, calls))
                        .flatMap(Function.identity()));
    }

    private static Stream<String> statesThatFall(List<Call> calls) {
        Map<String, Seen> last = new HashMap<>();
        List<String> found = new ArrayList<>();
        calls.stream().flatMap(call -> call.seen().stream()).forEach(now -> {
            Seen before = last.put(now.video(), now);
            if (before != null && isBefore(now, before)) {
                found.add("%s after %s in one feed".formatted(now, before));
            }
        });
        return found.stream();
    }

    private static Stream<String> untold(Evidence evidence, List<Call> calls) {
        String owner = calls.get(0).sent().owner();
        Map<String, Seen> told = calls.stream().flatMap(call -> call.seen().stream())
                .collect(toMap(Seen::video, seen -> seen, (first, second) -> second));
        Set<String> videos = evidence.books().writes().stream().filter(write -> write.owner().equals(owner)).map(Write::video)
                .collect(Collectors.toSet());
        return videos.stream().filter(video -> {
            String word = told.containsKey(video) ? told.get(video).status() : "";
            return evidence.isDeleted(video) ? !word.equals("deleted") : hasEnded(evidence, video) && !isTerminal(word);
        }).map(video -> "Client %d, which follows %s, last saw %s as %s, but it is %s".formatted(calls.get(0).sent().client(),
                owner, video, told.get(video), evidence.isDeleted(video) ? "deleted" : evidence.lastState(video)));
    }

    private static boolean hasEnded(Evidence evidence, String video) {
        return evidence.lastState(video).filter(State::isTerminal).isPresent();
    }

    /** Returns the calls of each client for each video, in the order in which they were sent. */
    private static List<List<Call>> byReader(Stream<Call> calls) {
        return List.copyOf(calls.filter(call -> call.video().isPresent())
                .sorted(Comparator.comparing(call -> call.sent().at()))
                .collect(groupingBy(call -> call.sent().client() + " " + call.video().orElseThrow(), LinkedHashMap::new,
                        Collectors.toList()))
                .values());
    }
}
