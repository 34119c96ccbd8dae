package dev.reelay.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import dev.reelay.error.ErrorCode;
import dev.reelay.video.Video.Times;
import dev.reelay.video.Video.UpstreamJob;

class VideoTest {
    private final Video created = new Video(new VideoId("video_1"), "alice", 1, VideoStatus.SUBMITTED, Progress.NONE,
            new VideoSpec("a dog", "sora-2", "1280x720", "10"), Optional.empty(),
            new Times(Instant.EPOCH, Optional.empty()), Optional.empty(), UpstreamJob.NONE, Optional.empty(), Cost.NONE,
            Optional.empty(),
            Optional.empty());

    @Test
    void submittingKeepsTheVersion() {
        Video submitting = created.submitting();

        assertThat(submitting.version()).isEqualTo(created.version());
        assertThat(submitting.status().wireName()).isEqualTo(created.status().wireName());
    }

    @Test
    void visibleChangeRaisesVersionByOne() {
        Video accepted = created.submitting().accepted("up_1");

        assertThat(accepted.version()).isEqualTo(2);
        assertThat(accepted.job().handle()).contains("up_1");
        assertThat(accepted.progressed(Progress.stated(40)).version()).isEqualTo(3);
        assertThat(accepted.progressed(Progress.stated(40)).completed(Optional.empty(), Optional.empty()).version())
                .isEqualTo(4);
    }

    @Test
    void progressNeverGoesBack() {
        Video running = created.submitting().accepted("up_1").progressed(Progress.stated(40));

        assertThat(running.progressed(Progress.stated(39))).isSameAs(running);
        assertThat(running.progressed(Progress.stated(40))).isSameAs(running);
        assertThat(running.progressed(Progress.stated(41)).progress().percent()).isEqualTo(41);
    }

    @Test
    void progressOfRunningVideoIsAtMost99() {
        assertThat(created.submitting().accepted("up_1").progressed(Progress.stated(100)).progress())
                .isEqualTo(new Progress(99, false));
        assertThat(created.submitting().accepted("up_1").completed(Optional.empty(), Optional.empty()).progress())
                .isEqualTo(new Progress(100, false));
    }

    @Test
    void estimateGrowsWithTheTimeAndNeverClaimsTheEnd() {
        assertThat(Progress.estimate(0, 10_000)).isEqualTo(new Progress(0, true));
        assertThat(Progress.estimate(-5, 10_000)).isEqualTo(new Progress(0, true));
        assertThat(Progress.estimate(4_000, 10_000)).isEqualTo(new Progress(40, true));
        assertThat(Progress.estimate(9_600, 10_000)).isEqualTo(new Progress(95, true));
        assertThat(Progress.estimate(Long.MAX_VALUE / 200, 1)).isEqualTo(new Progress(95, true));
    }

    @Test
    void failedVideoIsTerminalWithFailure() {
        Video failed = created.submitting().failed(new Failure(ErrorCode.CONTENT_POLICY_VIOLATION, "No"));

        assertThat(failed.isTerminal()).isTrue();
        assertThat(failed.failure()).contains(new Failure("content_policy_violation", "No"));
    }

    @Test
    void undefinedTransitionThrows() {
        Video failed = created.failed(new Failure(ErrorCode.CANCELLED, "No"));

        assertThatIllegalStateException().isThrownBy(() -> failed.progressed(Progress.stated(50)));
        assertThatIllegalStateException().isThrownBy(() -> failed.completed(Optional.empty(), Optional.empty()));
        assertThatIllegalStateException().isThrownBy(failed::submitting);
        assertThatIllegalStateException().isThrownBy(() -> created.accepted("up_1"));
    }
}
