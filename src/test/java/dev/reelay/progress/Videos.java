package dev.reelay.progress;

import java.time.Instant;
import java.util.Optional;

import dev.reelay.video.Cost;
import dev.reelay.video.Failure;
import dev.reelay.video.Progress;
import dev.reelay.video.Video;
import dev.reelay.video.Video.Times;
import dev.reelay.video.Video.UpstreamJob;
import dev.reelay.video.VideoId;
import dev.reelay.video.VideoSpec;
import dev.reelay.video.VideoStatus;

/** Versions of one video, for tests. */
final class Videos {
    static final Video SUBMITTED = new Video(new VideoId("video_1"), "alice", 1, VideoStatus.SUBMITTED, Progress.NONE,
            new VideoSpec("a dog", "sora-2", "1280x720", "10"), Optional.empty(),
            new Times(Instant.EPOCH, Optional.empty()), Optional.empty(), UpstreamJob.NONE, Optional.empty(), Cost.NONE,
            Optional.empty(),
            Optional.empty());
    static final Video RUNNING = SUBMITTED.submitting().accepted("up_1");
    static final Video HALFWAY = RUNNING.progressed(Progress.stated(50));
    static final Video COMPLETED = HALFWAY.completed(Optional.empty(), Optional.empty());
    static final Video FAILED = RUNNING.failed(new Failure("upstream_error", "No"));

    private Videos() {
    }
}
