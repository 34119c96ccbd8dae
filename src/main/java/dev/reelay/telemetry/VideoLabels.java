package dev.reelay.telemetry;

import java.util.Map;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import dev.reelay.model.OfferedModels;
import dev.reelay.model.VideoModel;
import dev.reelay.video.Video;

/**
 * The account, the dialect and the model of a video for metrics, log lines and spans. All values are from closed sets: those
 * of the configuration and the catalogue.
 */
@Singleton
class VideoLabels {
    /** The account and dialect of a video that no account has had. */
    private static final String NONE = "none";
    /** A value that the configuration does not contain any more. */
    private static final String OTHER = "other";

    private final OfferedModels offered;

    VideoLabels(OfferedModels offered) {
        this.offered = offered;
    }

    /** Returns the labels {@code account}, {@code dialect} and {@code model} of a video. */
    Map<String, String> of(Video video) {
        String account = video.job().account().orElse(NONE);
        String dialect = account.equals(NONE) ? NONE : offered.dialectsByAccount().getOrDefault(account, OTHER);
        return labels(dialect.equals(OTHER) ? OTHER : account, dialect,
                offered.find(video.spec().model()).map(VideoModel::name).orElse(OTHER));
    }

    /** Returns the labels of all models with the accounts whose dialect has them. */
    Stream<Map<String, String>> all() {
        return offered.all().stream().flatMap(model -> offered.dialectsByAccount().entrySet().stream()
                .filter(account -> offered.dialects(model.name()).containsKey(account.getValue()))
                .map(account -> labels(account.getKey(), account.getValue(), model.name())));
    }

    private static Map<String, String> labels(String account, String dialect, String model) {
        return Map.of("account", account, "dialect", dialect, "model", model);
    }
}
