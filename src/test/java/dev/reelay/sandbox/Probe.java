package dev.reelay.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import io.vertx.core.json.JsonObject;

/** Asks ffprobe, which is bundled beside the encoder, what a file really is. */
final class Probe {
    private static final BundledFfmpeg BUNDLED = new BundledFfmpeg(Path.of("target/sandbox-test/ffmpeg"));

    private Probe() {
    }

    /** The entries of the one stream, and the duration in seconds. */
    static JsonObject of(Path clip) throws IOException {
        Path probe = BUNDLED.unpack().resolveSibling("ffprobe");
        ProcessBuilder builder = new ProcessBuilder(List.of(probe.toString(), "-v", "quiet", "-of", "json",
                "-show_entries", "stream=codec_name,width,height,pix_fmt,duration,nb_frames", clip.toString()));
        builder.environment().putAll(BUNDLED.environment());
        String answer = new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new JsonObject(answer).getJsonArray("streams").getJsonObject(0);
    }
}
