package dev.reelay.bench;

import java.nio.charset.StandardCharsets;

/** Finds the events in the bytes of one answer, however they are cut. */
final class EventScanner {
    private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MARK = "\ndata:".getBytes(StandardCharsets.US_ASCII);

    private boolean accepted;
    private int matched;

    /**
     * @return whether an event is here
     * @throws IllegalStateException
     *         when it is another answer
     */
    boolean take(byte next) {
        if (!accepted) {
            accept(next);
            return false;
        }
        matched = next == MARK[matched] ? matched + 1 : next == MARK[0] ? 1 : 0;
        if (matched < MARK.length) {
            return false;
        }
        matched = 0;
        return true;
    }

    private void accept(byte next) {
        if (next != OK[matched++]) {
            throw new IllegalStateException("Refused");
        }
        if (matched == OK.length) {
            accepted = true;
            matched = 0;
        }
    }
}
