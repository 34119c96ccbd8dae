package dev.reelay.sandbox.render;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Finds an ffmpeg with an H.264 encoder: the configured one, the bundled one, or the one on the PATH, in this order. The
 * first call takes about a second and belongs on a worker thread. A failed search is repeated at the next call.
 */
public final class Ffmpeg {
    /**
     * A usable ffmpeg.
     *
     * @param environment
     *        the environment variables of its process
     * @param encoder
     *        the name of its H.264 encoder
     */
    public record Tool(String executable, Map<String, String> environment, String encoder) {
    }

    private final Optional<String> configured;
    private final BundledFfmpeg bundled;
    private @Nullable Tool found;

    public Ffmpeg(Optional<String> configured, BundledFfmpeg bundled) {
        this.configured = configured;
        this.bundled = bundled;
    }

    /** @throws IOException if there is no usable ffmpeg; the message states the cause */
    public synchronized Tool tool() throws IOException, InterruptedException {
        Tool tool = found;
        if (tool == null) {
            tool = configured.isPresent() ? probe(configured.get(), Map.of())
                    : bundled.isThere() ? bundledTool() : toolOnPath();
            found = tool;
        }
        return tool;
    }

    private static Tool toolOnPath() throws IOException, InterruptedException {
        try {
            return probe("ffmpeg", Map.of());
        } catch (IOException e) {
            throw new IOException("No ffmpeg is bundled, and the PATH has no usable one: install one, or set "
                    + "reelay.sandbox.ffmpeg (" + e.getMessage() + ")", e);
        }
    }

    private Tool bundledTool() throws IOException, InterruptedException {
        String executable = bundled.unpack().toString();
        while (bundled.stubMissingLibrary(ask(executable, bundled.environment()))) {
            // ffmpeg reports one missing library at a time
        }
        return probe(executable, bundled.environment());
    }

    private static Tool probe(String executable, Map<String, String> environment)
            throws IOException, InterruptedException {
        String response = ask(executable, environment);
        String encoder = Stream.of("libopenh264", "libx264").filter(response::contains).findFirst()
                .orElseThrow(() -> new IOException(executable + " has no H.264 encoder: " + response.strip()));
        return new Tool(executable, environment, encoder);
    }

    private static String ask(String executable, Map<String, String> environment)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(executable, "-hide_banner", "-v", "error", "-encoders")
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String response = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return response;
    }
}
