package dev.reelay.api;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;

import dev.reelay.progress.VideoSnapshot;
import dev.reelay.video.Video;
import dev.reelay.video.VideoStatus;

/**
 * How videos are shown to a caller. All callers with the same form share the bytes that are made of a video.
 *
 * @param baseUrl what {@code /v1/videos} is appended to
 * @param expiry when a video's content goes, where that is known
 */
record VideoRepresentation(ResponseFormat dialect, String baseUrl, Function<Video, Optional<Instant>> expiry) {
    Object body(Video video) {
        String url = video.status() == VideoStatus.COMPLETED ? baseUrl + "/v1/videos/" + video.id() + "/content" : null;
        Long expiresAt = expiry.apply(video).map(Instant::getEpochSecond).orElse(null);
        return dialect == ResponseFormat.OPENAI ? OpenAiVideoBody.of(video, url, expiresAt)
                : VideoBody.of(video, url, expiresAt);
    }

    Buffer json(VideoSnapshot news) {
        return news.rendered(this, Buffer.class, known -> Json.encodeToBuffer(body(known.video())));
    }
}
