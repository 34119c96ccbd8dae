package dev.reelay.upstream;

import dev.reelay.video.Failure;

/** What the upstream says of a video that it took. */
public sealed interface UpstreamStatus {
    /** @param progress 0 to 100, as the upstream tells it */
    record Running(int progress) implements UpstreamStatus {
    }

    record Completed() implements UpstreamStatus {
    }

    record Failed(Failure why) implements UpstreamStatus {
    }
}
