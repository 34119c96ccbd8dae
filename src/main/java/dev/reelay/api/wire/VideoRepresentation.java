package dev.reelay.api.wire;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;

import dev.reelay.progress.VideoSnapshot;
import dev.reelay.video.Video;
import dev.reelay.video.VideoStatus;

/**
 * The representation of videos for a client. Clients with equal representations share the encoded bytes of a video.
 *
 * @param baseUrl URL to which {@code /v1/videos} is appended
 * @param expiry returns the time at which the content of a video expires, if it is known
 */
public record VideoRepresentation(ResponseFormat dialect, String baseUrl, Function<Video, Optional<Instant>> expiry) {
    Object body(Video video) {
        String url = video.status() == VideoStatus.COMPLETED ? baseUrl + "/v1/videos/" + video.id() + "/content" : null;
        Long expiresAt = expiry.apply(video).map(Instant::getEpochSecond).orElse(null);
        return dialect == ResponseFormat.OPENAI ? OpenAiVideoBody.of(video, url, expiresAt)
                : VideoBody.of(video, url, expiresAt);
    }

    public Buffer json(VideoSnapshot snapshot) {
        return snapshot.rendered(this, Buffer.class, known -> Json.encodeToBuffer(body(known.video())));
    }
}
