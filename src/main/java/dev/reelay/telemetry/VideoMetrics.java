package dev.reelay.telemetry;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.StartupEvent;

import dev.reelay.database.SqlStatement;
import dev.reelay.error.ErrorCode;
import dev.reelay.store.StepListener;
import dev.reelay.video.Failure;
import dev.reelay.video.Video;
import dev.reelay.video.VideoStatus;

/**
 * The metrics of a video's life: time until the upstream accepts it, time until it ends, and its terminal status. Each node
 * counts its own writes, by the database's clock.
 */
@ApplicationScoped
class VideoMetrics implements StepListener {
    private static final String NO_REASON = "none";
    /** The label of all error codes of an upstream, because labels need a closed set. */
    private static final String UPSTREAMS_REASON = "upstream";
    private static final Duration[] TIMES = { Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(15),
            Duration.ofSeconds(30), Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(5),
            Duration.ofMinutes(10), Duration.ofMinutes(20), Duration.ofHours(1) };

    private final VideoLabels labels;
    private final MeterProvider<Timer> wait;
    private final MeterProvider<Timer> time;
    private final MeterProvider<Counter> ended;

    VideoMetrics(VideoLabels labels, MeterRegistry metrics) {
        this.labels = labels;
        wait = Timer.builder("reelay.videos.wait")
                .description("Time from the create to the upstream's acceptance, of videos that this node submitted")
                .serviceLevelObjectives(TIMES).withRegistry(metrics);
        time = Timer.builder("reelay.videos.time")
                .description("Time from the create to the end, of videos that ended on this node")
                .serviceLevelObjectives(TIMES).withRegistry(metrics);
        ended = Counter.builder("reelay.videos.ended")
                .description("Videos that ended on this node; the reason is none, a code of the API's errors, or upstream")
                .withRegistry(metrics);
    }

    /** Registers the series at the start, so that they exist with the value 0. */
    void onStart(@Observes StartupEvent event) {
        labels.all().map(VideoMetrics::tags).forEach(tags -> {
            wait.withTags(tags);
            time(tags, VideoStatus.COMPLETED);
            time(tags, VideoStatus.FAILED);
            ended(tags, VideoStatus.COMPLETED, NO_REASON);
            ended(tags, VideoStatus.FAILED, UPSTREAMS_REASON);
        });
    }

    @Override
    public List<SqlStatement> onStep(Video video, Duration age) {
        Tags tags = tags(labels.of(video));
        if (video.status() == VideoStatus.IN_PROGRESS) {
            wait.withTags(tags).record(age);
        } else {
            time(tags, video.status()).record(age);
            ended(tags, video.status(), reason(video.failure().map(Failure::code))).increment();
        }
        return List.of();
    }

    private Timer time(Tags tags, VideoStatus status) {
        return time.withTags(tags.and("status", status.wireName()));
    }

    private Counter ended(Tags tags, VideoStatus status, String reason) {
        return ended.withTags(tags.and("status", status.wireName(), "reason", reason));
    }

    static Tags tags(Map<String, String> labels) {
        return labels.entrySet().stream().map(label -> Tags.of(label.getKey(), label.getValue())).reduce(Tags.empty(),
                Tags::and);
    }

    /** Returns the label for an error code, from a closed set. */
    static String reason(Optional<String> code) {
        return code.map(label -> Arrays.stream(ErrorCode.values()).map(ErrorCode::wireName).filter(label::equals).findFirst()
                .orElse(UPSTREAMS_REASON)).orElse(NO_REASON);
    }
}
