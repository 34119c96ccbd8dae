package dev.reelay.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

import dev.reelay.video.Failure;
import dev.reelay.video.Video;
import dev.reelay.video.VideoId;
import dev.reelay.video.VideoStatus;

/**
 * The log lines of videos: one for each change of a status. Each line about a video has the video's id as a field. No line
 * contains a prompt. An upstream's message may quote one, so it is logged at level debug only.
 */
@Singleton
public final class VideoLog {
    private static final Logger LOG = Logger.getLogger(VideoLog.class);

    private final VideoLabels labels;

    VideoLog(VideoLabels labels) {
        this.labels = labels;
    }

    /** Runs {@code lines} with the video's id as the field {@code videoId} of its log lines. */
    public static void withVideo(VideoId id, Runnable lines) {
        with(Map.of("videoId", id.value()), lines);
    }

    /** Runs {@code lines} with these fields in its log lines, and removes the fields afterwards. */
    public static void with(Map<String, String> fields, Runnable lines) {
        fields.forEach(MDC::put);
        try {
            lines.run();
        } finally {
            fields.keySet().forEach(MDC::remove);
        }
    }

    /** Logs a new video. */
    public void created(Video video) {
        with(fields(Optional.empty(), video), () -> LOG.infof("%s is submitted", video.id()));
    }

    /** Logs a change of the status; does nothing if the status is the same. */
    public void changed(VideoStatus from, Video video) {
        if (from != video.status()) {
            with(fields(Optional.of(from), video), () -> log(video));
        }
    }

    /** Logs that a video waits again, because the upstream surely did not accept it. */
    public void putBack(Video video, Duration wait, String reason) {
        Map<String, String> fields = fields(Optional.of(video.status()), video);
        fields.put("status", word(VideoStatus.SUBMITTED));
        with(fields, () -> LOG.infof("%s is requeued for %d s, the upstream did not accept it: %s", video.id(),
                wait.toSeconds(), reason));
    }

    private static void log(Video video) {
        String seconds = seconds(age(video));
        video.failure().ifPresentOrElse(why -> {
            LOG.infof("%s failed after %s s: %s", video.id(), seconds, why.code());
            LOG.debugf("Failure message of %s: %s", video.id(), why.message());
        }, () -> LOG.infof("%s is %s after %s s", video.id(), word(video.status()), seconds));
    }

    private Map<String, String> fields(Optional<VideoStatus> from, Video video) {
        Map<String, String> fields = new TreeMap<>(Map.of("videoId", video.id().value(), "status", word(video.status()),
                "version", String.valueOf(video.version()), "seconds", seconds(age(video))));
        fields.putAll(labels.of(video));
        from.ifPresent(before -> fields.put("from", word(before)));
        video.failure().ifPresent(why -> fields.put("code", why.code()));
        video.failure().flatMap(Failure::upstreamRequestId).ifPresent(id -> fields.put("upstreamRequestId", id));
        return fields;
    }

    /** Returns the time since the create; never negative, although the database's clock and this node's may differ. */
    private static Duration age(Video video) {
        Duration age = Duration.between(video.times().created(), video.times().completed().orElseGet(Instant::now));
        return age.isNegative() ? Duration.ZERO : age;
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
    }

    private static String word(VideoStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
