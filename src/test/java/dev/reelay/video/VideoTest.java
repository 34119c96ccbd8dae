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
    private final Video created = new Video(new VideoId("video_1"), "alice", 1, VideoStatus.SUBMITTED, 0,
            new VideoSpec("a dog", "sora-2", "1280x720", "10"), Optional.empty(),
            new Times(Instant.EPOCH, Optional.empty()), Optional.empty(), UpstreamJob.NONE, Optional.empty(), Optional.empty());

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
        assertThat(accepted.progressed(40).version()).isEqualTo(3);
        assertThat(accepted.progressed(40).completed(Optional.empty(), Optional.empty()).version()).isEqualTo(4);
    }

    @Test
    void progressNeverGoesBack() {
        Video running = created.submitting().accepted("up_1").progressed(40);

        assertThat(running.progressed(39)).isSameAs(running);
        assertThat(running.progressed(40)).isSameAs(running);
        assertThat(running.progressed(41).progress()).isEqualTo(41);
    }

    @Test
    void progressOfRunningVideoIsAtMost99() {
        assertThat(created.submitting().accepted("up_1").progressed(100).progress()).isEqualTo(99);
        assertThat(created.submitting().accepted("up_1").completed(Optional.empty(), Optional.empty()).progress())
                .isEqualTo(100);
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

        assertThatIllegalStateException().isThrownBy(() -> failed.progressed(50));
        assertThatIllegalStateException().isThrownBy(() -> failed.completed(Optional.empty(), Optional.empty()));
        assertThatIllegalStateException().isThrownBy(failed::submitting);
        assertThatIllegalStateException().isThrownBy(() -> created.accepted("up_1"));
    }
}
