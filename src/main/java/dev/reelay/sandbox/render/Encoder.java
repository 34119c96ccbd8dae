package dev.reelay.sandbox.render;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Renders clips, each with one process of ffmpeg. */
public final class Encoder {
    private final Ffmpeg ffmpeg;
    private final Duration timeout;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public Encoder(Ffmpeg ffmpeg, Duration timeout) {
        this.ffmpeg = ffmpeg;
        this.timeout = timeout;
    }

    /**
     * Renders a scene to an MP4 file. Blocks until ffmpeg ends.
     *
     * @param progress
     *        gets the progress in percent, up to 99
     * @throws IOException
     *         if ffmpeg is missing, is killed or fails; the message is its last error
     */
    public void encode(Scene scene, Path target, IntConsumer progress) throws IOException, InterruptedException {
        Ffmpeg.Tool tool = ffmpeg.tool();
        ProcessBuilder builder = new ProcessBuilder(command(tool, scene, target)).redirectErrorStream(true);
        builder.environment().putAll(tool.environment());
        Process process = builder.start();
        running.add(process);
        if (closed) { // close() may have run before the process was added
            process.destroyForcibly();
        }
        CompletableFuture<Void> watchdog = CompletableFuture.runAsync(process::destroyForcibly,
                CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS));
        try {
            await(process, new EncoderOutput(scene.seconds()), progress);
        } finally {
            watchdog.cancel(false);
            process.destroyForcibly();
            running.remove(process);
        }
    }

    /**
     * Returns a SHA-256 of the options of ffmpeg and of the content of the image, in hexadecimal digits. Scenes with the same
     * fingerprint have the same clip.
     */
    public String fingerprint(Scene scene) throws IOException, InterruptedException {
        MessageDigest digest = sha256();
        digest.update(String.join(" ", recipe(ffmpeg.tool(), scene)).getBytes(StandardCharsets.UTF_8));
        if (scene.image().isPresent()) {
            Files.copy(scene.image().get(), new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Kills each running render, and each one that starts from now on. */
    public void close() {
        closed = true;
        running.forEach(Process::destroyForcibly);
    }

    private static void await(Process process, EncoderOutput output, IntConsumer progress)
            throws IOException, InterruptedException {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.read(line).ifPresent(progress);
            }
        }
        int exit = process.waitFor();
        if (exit != 0) {
            throw new IOException(
                    output.lastError().isEmpty() ? "The encoder ended with exit code " + exit : output.lastError());
        }
    }

    private static List<String> command(Ffmpeg.Tool tool, Scene scene, Path target) {
        List<String> command = new ArrayList<>(List.of(tool.executable(), "-hide_banner", "-nostdin", "-y",
                "-v", "error", "-progress", "pipe:1", "-stats_period", "0.2"));
        command.addAll(scene.input());
        command.addAll(recipe(tool, scene));
        command.add(target.toAbsolutePath().toString());
        return command;
    }

    /** Returns the options that determine the bytes of the clip, apart from the image. */
    private static List<String> recipe(Ffmpeg.Tool tool, Scene scene) {
        List<String> recipe = new ArrayList<>(
                List.of("-filter_complex", scene.graph(), "-t", String.valueOf(scene.seconds()), "-an"));
        recipe.addAll(List.of("-c:v", tool.encoder(), "-pix_fmt", "yuv420p", "-b:v", "3M", "-g", "48"));
        if (tool.encoder().equals("libopenh264")) {
            // Two threads are 20 % faster, but their output differs from run to run.
            recipe.addAll(List.of("-threads", "1"));
        } else {
            recipe.addAll(List.of("-preset", "veryfast"));
        }
        // Without versions and dates in the file, the same scene gives the same bytes.
        recipe.addAll(List.of("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact"));
        recipe.addAll(List.of("-movflags", "+faststart", "-f", "mp4"));
        return recipe;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
