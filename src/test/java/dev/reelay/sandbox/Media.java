package dev.reelay.sandbox;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.vertx.core.json.JsonObject;

import dev.reelay.sandbox.render.BundledFfmpeg;
import dev.reelay.sandbox.render.Ffmpeg;

/** Creates and probes media files with the bundled programs. */
public final class Media {
    private static final Ffmpeg FFMPEG = new Ffmpeg(Optional.empty(), new BundledFfmpeg(Path.of("target/test-media")));

    private Media() {
    }

    /** Returns the folder of the unpacked programs. */
    public static Path unpacked() throws IOException {
        return Path.of(tool().executable()).getParent();
    }

    /** Returns the environment variables of a process that finds the programs on its {@code PATH}. */
    public static Map<String, String> onPath() throws IOException {
        Map<String, String> environment = new HashMap<>(tool().environment());
        environment.put("PATH", unpacked() + File.pathSeparator + System.getenv().getOrDefault("PATH", ""));
        return environment;
    }

    /** Returns ffprobe's data of the stream of a clip. */
    public static JsonObject probe(Path clip) throws IOException {
        String answer = run("ffprobe", "-v", "quiet", "-of", "json", "-show_entries",
                "stream=codec_name,width,height,pix_fmt,duration,nb_frames", clip.toString());
        return new JsonObject(answer).getJsonArray("streams").getJsonObject(0);
    }

    /** Draws a test picture, in the format of the file's extension. */
    public static Path picture(Path file) throws IOException {
        run("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=800x800", "-frames:v", "1", file.toString());
        return file;
    }

    private static String run(String program, String... arguments) throws IOException {
        Ffmpeg.Tool tool = tool();
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(arguments)));
        builder.command().add(0, Path.of(tool.executable()).resolveSibling(program).toString());
        builder.environment().putAll(tool.environment());
        return new String(builder.start().getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Ffmpeg.Tool tool() throws IOException {
        try {
            return FFMPEG.tool();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
