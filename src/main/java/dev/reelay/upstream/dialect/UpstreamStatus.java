package dev.reelay.upstream.dialect;

import java.time.Instant;
import java.util.Optional;

import dev.reelay.video.Failure;

/** Status of a video at the upstream. */
public sealed interface UpstreamStatus {
    /** Returns the name of this status in traces. */
    String label();

    /** @param progress percent, 0 to 100, if the upstream states it */
    record Running(Optional<Integer> progress) implements UpstreamStatus {
        @Override
        public String label() {
            return "running";
        }
    }

    /**
     * @param location where the content is
     * @param expiresAt when the upstream deletes the content, if it states that
     */
    record Completed(ContentLocation location, Optional<Instant> expiresAt) implements UpstreamStatus {
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
