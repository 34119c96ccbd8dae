package dev.reelay.upstream;

import java.time.Duration;

import dev.reelay.video.Failure;

/** What came of a create that was sent to the upstream. */
public sealed interface Submission {
    /** Returns the name of this outcome in traces. */
    String label();

    /** The upstream took it and calls it {@code upstreamId}. */
    record Accepted(String upstreamId) implements Submission {
        @Override
        public String label() {
            return "accepted";
        }
    }

    /**
     * The upstream will not make it.
     *
     * @param accountRejected not the request was refused but the account's key or credit
     */
    record Rejected(Failure why, boolean accountRejected) implements Submission {
        @Override
        public String label() {
            return "rejected";
        }
    }

    /** The upstream surely did not take it, and may later: worth another try after {@code delay}. */
    record RetryLater(String reason, Duration delay) implements Submission {
        @Override
        public String label() {
            return "refused";
        }
    }

    /** Nobody knows: the call broke after it may have arrived. */
    record OutcomeUnknown(String reason) implements Submission {
        @Override
        public String label() {
            return "uncertain";
        }
    }
}
