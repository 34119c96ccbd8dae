package dev.reelay.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a clip shows, as an ffmpeg filter graph. A pure function of its arguments, so the same request gives the same
 * frames.
 *
 * @param image
 *        the input file, or nothing if the graph draws it all
 * @param graph
 *        the filter graph with one video output
 * @param seconds
 *        length of the clip
 */
record Scene(Optional<Path> image, String graph, int seconds) {
    /** Frames a second: enough for slow movements, a fifth cheaper than 30. */
    static final int RATE = 24;

    /** Larger pictures are refused before they are decoded: a small file can hide a huge one. */
    private static final String MAX_PIXELS = "60000000";

    /** Returns the scene of an image or, without one, of a prompt alone. */
    static Scene of(String prompt, FrameSize size, int seconds, Optional<Path> image) {
        return image.map(file -> over(file, prompt, size, seconds)).orElseGet(() -> imagined(prompt, size, seconds));
    }

    /** Lights that drift over a turning gradient, in colours, shapes and speeds that the prompt decides. */
    static Scene imagined(String prompt, FrameSize size, int seconds) {
        Seed seed = new Seed(prompt);
        Palette palette = Palette.of(seed);
        Lights lights = new Lights(seed, size);
        String graph = sky(seed, palette, size, seconds) + "[sky];"
                + lights.drift("sky", "far", palette.accent(), 0.75)
                + lights.drift("far", "near", palette.light(), 0.45)
                + lights.drift("near", "out", palette.spark(), 0.25);
        return new Scene(Optional.empty(), graph.substring(0, graph.lastIndexOf("[out]")), seconds);
    }

    /** A slow pan and zoom over an image that fills the frame. */
    static Scene over(Path image, String prompt, FrameSize size, int seconds) {
        Seed seed = new Seed(prompt);
        return new Scene(Optional.of(image), fill(size) + "," + journey(seed, size, seconds), seconds);
    }

    /** Returns the options of the input file. */
    List<String> input() {
        return image.map(file -> List.of("-max_pixels", MAX_PIXELS, "-f", ImageFormat.ofName(file.toString()).demuxer, "-i",
                file.toAbsolutePath().toString())).orElse(List.of());
    }

    /** Drawn small and enlarged: it is smooth anyway, and a sixteenth of the work. */
    private static String sky(Seed seed, Palette palette, FrameSize size, int seconds) {
        int width = size.width / 4;
        int height = size.height / 4;
        // from somewhere on the left to somewhere on the right, so that every colour gets its place
        String line = format("x0=%d:y0=%d:x1=%d:y1=%d", seed.below(width / 4), seed.below(height),
                width - seed.below(width / 4), seed.below(height));
        return format("gradients=s=%dx%d:r=%d:d=%d:n=4:c0=%s:c1=%s:c2=%s:c3=%s:%s:seed=1:speed=%.4f:type=%s,"
                + "vignette=angle=0.5,scale=%d:%d:flags=bicubic,format=yuv420p", width, height, RATE, seconds,
                palette.night(), palette.dusk(), palette.day(), palette.light(), line, seed.between(0.004, 0.012),
                seed.below(2) == 0 ? "linear" : "radial", size.width, size.height);
    }

    /** Half as large again as the frame, so that the movement has finer steps than a pixel of the clip. */
    private static String fill(FrameSize size) {
        int width = size.width * 3 / 2;
        int height = size.height * 3 / 2;
        return format("format=rgb24,crop=w='ceil(min(iw,ih*%1$d/%2$d))':h='ceil(min(ih,iw*%2$d/%1$d))',"
                + "scale=%1$d:%2$d:flags=bicubic,setsar=1,format=yuv420p", width, height);
    }

    private static String journey(Seed seed, FrameSize size, int seconds) {
        int frames = seconds * RATE;
        String way = seed.below(2) == 0 ? format("on/%d", frames) : format("(1-on/%d)", frames);
        String side = seed.below(2) == 0 ? way : "(1-" + way + ")";
        return format("zoompan=z='1.04+0.22*%s':x='(iw-iw/zoom)*%s':y='(ih-ih/zoom)*%.2f':d=%d:s=%s:fps=%d", way, side,
                seed.between(0.3, 0.7), frames, size, RATE);
    }

    private static String format(String template, Object... values) {
        return String.format(Locale.ROOT, template, values);
    }
}
