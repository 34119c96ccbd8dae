package dev.reelay.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.vertx.core.json.JsonObject;

/** Makes and judges media files, with the programs that are bundled. */
final class Media {
    private static final BundledFfmpeg BUNDLED = new BundledFfmpeg(Path.of("target/sandbox-test/ffmpeg"));

    private Media() {
    }

    /** What the one stream of a clip really is. */
    static JsonObject probe(Path clip) throws IOException {
        String answer = run("ffprobe", "-v", "quiet", "-of", "json", "-show_entries",
                "stream=codec_name,width,height,pix_fmt,duration,nb_frames", clip.toString());
        return new JsonObject(answer).getJsonArray("streams").getJsonObject(0);
    }

    /** Draws a test picture, in the format of the file's extension. */
    static Path picture(Path file) throws IOException {
        run("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=800x800", "-frames:v", "1", file.toString());
        return file;
    }

    private static String run(String program, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(arguments)));
        builder.command().add(0, BUNDLED.unpack().resolveSibling(program).toString());
        builder.environment().putAll(BUNDLED.environment());
        return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
