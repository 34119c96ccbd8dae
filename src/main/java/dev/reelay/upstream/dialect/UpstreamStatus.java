package dev.reelay.upstream.dialect;

import java.math.BigDecimal;
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
     * @param charge USD that the upstream charged, if it states that
     */
    record Completed(ContentLocation location, Optional<Instant> expiresAt, Optional<BigDecimal> charge)
            implements
                UpstreamStatus {
        public Completed(ContentLocation location, Optional<Instant> expiresAt) {
            this(location, expiresAt, Optional.empty());
        }

        @Override
        public String label() {
            return "completed";
        }
    }

    /** @param charge USD that the upstream charged, if it states that */
    record Failed(Failure why, Optional<BigDecimal> charge) implements UpstreamStatus {
        public Failed(Failure why) {
            this(why, Optional.empty());
        }

        @Override
        public String label() {
            return "failed";
        }
    }
}
