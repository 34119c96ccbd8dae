package dev.reelay.video;

import static dev.reelay.video.VideoStatus.COMPLETED;
import static dev.reelay.video.VideoStatus.FAILED;
import static dev.reelay.video.VideoStatus.IN_PROGRESS;
import static dev.reelay.video.VideoStatus.SUBMITTED;
import static dev.reelay.video.VideoStatus.SUBMITTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VideoStatusTest {
    @Test
    void wireNamesAreTheFourOfTheContract() {
        assertThat(Arrays.stream(VideoStatus.values()).map(VideoStatus::wireName).distinct())
                .containsExactly("submitted", "in_progress", "completed", "failed");
    }

    @Test
    void completedAndFailedAreTerminal() {
        assertThat(VideoStatus.values()).filteredOn(VideoStatus::isTerminal).containsExactly(COMPLETED, FAILED);
    }

    @ParameterizedTest
    @EnumSource
    void terminalStatusHasNoSuccessor(VideoStatus next) {
        assertThat(COMPLETED.canBecome(next)).isFalse();
        assertThat(FAILED.canBecome(next)).isFalse();
    }

    @Test
    void submittedPassesSubmittingBeforeInProgress() {
        assertThat(SUBMITTED.canBecome(SUBMITTING)).isTrue();
        assertThat(SUBMITTING.canBecome(IN_PROGRESS)).isTrue();
        assertThat(SUBMITTED.canBecome(IN_PROGRESS)).isFalse();
        assertThat(SUBMITTED.canBecome(COMPLETED)).isFalse();
        assertThat(IN_PROGRESS.canBecome(SUBMITTED)).isFalse();
    }
}
