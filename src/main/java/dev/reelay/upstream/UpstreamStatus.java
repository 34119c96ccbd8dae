package dev.reelay.upstream;

import java.time.Instant;
import java.util.Optional;

import dev.reelay.video.Failure;

/** What the upstream says of a video that it took. */
public sealed interface UpstreamStatus {
    /** Returns the name of this status in traces. */
    String label();

    /** @param progress 0 to 100, as the upstream tells it */
    record Running(int progress) implements UpstreamStatus {
        @Override
        public String label() {
            return "running";
        }
    }

    /** @param expiresAt when the upstream's copy goes, where it says so */
    record Completed(Optional<Instant> expiresAt) implements UpstreamStatus {
        @Override
        public String label() {
            return "completed";
        }
    }

    record Failed(Failure why) implements UpstreamStatus {
        @Override
        public String label() {
            return "failed";
        }
    }
}
