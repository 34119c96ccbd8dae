package dev.reelay.chaos;

import java.util.List;
import java.util.Optional;

import dev.reelay.chaos.Note.Action;
import dev.reelay.chaos.Note.Ended;
import dev.reelay.chaos.Note.Received;
import dev.reelay.chaos.Note.Seen;
import dev.reelay.chaos.Note.Sent;

/**
 * One request of a client, with all that came back.
 *
 * @param ended empty if the run ended first
 */
record Call(Sent sent, List<Seen> seen, List<Received> received, Optional<Ended> ended) {

    boolean is(Action action) {
        return sent.action() == action;
    }

    /** Returns the status code, or {@link Note#BROKEN}. */
    int status() {
        return ended.map(Ended::status).orElse(Note.BROKEN);
    }

    boolean isWhole() {
        return ended.filter(Ended::whole).isPresent();
    }

    /** Returns the video that the call is about: the one that it named, or the one that it created. */
    Optional<String> video() {
        return sent.video().isEmpty() ? seen.stream().findFirst().map(Seen::video) : Optional.of(sent.video());
    }
}
