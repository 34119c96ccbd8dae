package dev.reelay.video;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * What is logged of videos: one line for each change of a status, and the video's id as a field of every line that
 * concerns one. No line says a prompt; what an upstream says in its own words may quote one, so above debug it is left out.
 */
public final class VideoLog {
    private static final Logger LOG = Logger.getLogger(VideoLog.class);

    private VideoLog() {
    }

    /** What {@code lines} logs has the video's id as its field {@code videoId}. */
    public static void withVideo(VideoId id, Runnable lines) {
        with(Map.of("videoId", id.value()), lines);
    }

    /** What {@code lines} logs has these fields; those that were there before are gone then. */
    public static void with(Map<String, String> fields, Runnable lines) {
        fields.forEach(MDC::put);
        try {
            lines.run();
        } finally {
            fields.keySet().forEach(MDC::remove);
        }
    }

    /** A new video. */
    public static void created(Video video) {
        with(fields(Optional.empty(), video), () -> LOG.infof("%s is submitted", video.id()));
    }

    /** A change of the status, if it is one. */
    public static void changed(VideoStatus from, Video video) {
        if (from != video.status()) {
            with(fields(Optional.of(from), video), () -> log(video));
        }
    }

    /** One that the upstream surely did not take waits as if it were new. */
    public static void putBack(Video video, Duration wait, String reason) {
        Map<String, String> fields = fields(Optional.of(video.status()), video);
        fields.put("status", word(VideoStatus.SUBMITTED));
        with(fields, () -> LOG.infof("%s is submitted and waits for %d s: the upstream did not take it (%s)", video.id(),
                wait.toSeconds(), reason));
    }

    private static void log(Video video) {
        String seconds = seconds(age(video));
        video.failure().ifPresentOrElse(why -> {
            LOG.infof("%s failed after %s s: %s", video.id(), seconds, why.code());
            LOG.debugf("%s failed with the words: %s", video.id(), why.message());
        }, () -> LOG.infof("%s is %s after %s s", video.id(), word(video.status()), seconds));
    }

    private static Map<String, String> fields(Optional<VideoStatus> from, Video video) {
        Map<String, String> fields = new TreeMap<>(Map.of("videoId", video.id().value(), "status", word(video.status()),
                "version", String.valueOf(video.version()), "seconds", seconds(age(video))));
        from.ifPresent(before -> fields.put("from", word(before)));
        video.account().ifPresent(account -> fields.put("account", account));
        video.failure().ifPresent(why -> fields.put("code", why.code()));
        video.failure().flatMap(Failure::upstreamRequestId).ifPresent(id -> fields.put("upstreamRequestId", id));
        return fields;
    }

    /** Since its create; two clocks have a part in it. */
    private static Duration age(Video video) {
        Duration age = Duration.between(video.createdAt(), video.completedAt().orElseGet(Instant::now));
        return age.isNegative() ? Duration.ZERO : age;
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
    }

    private static String word(VideoStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
