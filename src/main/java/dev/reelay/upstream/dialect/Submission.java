package dev.reelay.upstream.dialect;

import java.time.Duration;

import dev.reelay.video.Failure;

/** Outcome of a create at the upstream. */
public sealed interface Submission {
    /** Returns the name of this outcome in traces. */
    String label();

    /**
     * The upstream accepted the create.
     *
     * @param handle the upstream's reference to the video
     */
    record Accepted(Handle handle) implements Submission {
        @Override
        public String label() {
            return "accepted";
        }
    }

    /**
     * The upstream rejected the create permanently.
     *
     * @param accountRejected true if the account's key or credit was rejected, and not the request
     */
    record Rejected(Failure why, boolean accountRejected) implements Submission {
        @Override
        public String label() {
            return "rejected";
        }
    }

    /** The upstream certainly did not accept the create; it can be sent again after {@code delay}. */
    record RetryLater(String reason, Duration delay) implements Submission {
        @Override
        public String label() {
            return "refused";
        }
    }

    /** The call failed after the request may have arrived, so the upstream may or may not make the video. */
    record OutcomeUnknown(String reason) implements Submission {
        @Override
        public String label() {
            return "uncertain";
        }
    }
}
