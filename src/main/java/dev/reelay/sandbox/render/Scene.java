package dev.reelay.sandbox.render;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The picture of a clip as a filter graph of ffmpeg. Equal arguments give an equal graph, so that equal requests give equal
 * frames.
 *
 * @param image
 *        the input file, or empty if the graph draws the whole picture
 * @param graph
 *        the filter graph with one video output
 * @param seconds
 *        the length of the clip
 */
public record Scene(Optional<Path> image, String graph, int seconds) {
    /** The frames per second: enough for slow movements, with a fifth less work than 30. */
    static final int RATE = 24;

    /** The maximum number of decoded pixels, because a small file can contain a huge picture. */
    private static final String MAX_PIXELS = "60000000";

    /** Returns the scene of an image or, without one, of a prompt alone. */
    public static Scene of(String prompt, FrameSize size, int seconds, Optional<Path> image) {
        return image.map(file -> over(file, prompt, size, seconds)).orElseGet(() -> imagined(prompt, size, seconds));
    }

    /** Returns a scene of lights that drift over a gradient. The prompt determines colours, shapes and speeds. */
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

    /** Returns a scene that pans and zooms slowly over an image. */
    static Scene over(Path image, String prompt, FrameSize size, int seconds) {
        Seed seed = new Seed(prompt);
        return new Scene(Optional.of(image), fill(size) + "," + journey(seed, size, seconds), seconds);
    }

    /** Returns the options of ffmpeg for the input file. */
    List<String> input() {
        return image.map(file -> List.of("-max_pixels", MAX_PIXELS, "-f", ImageFormat.ofName(file.toString()).demuxer, "-i",
                file.toAbsolutePath().toString())).orElse(List.of());
    }

    /** Draws the gradient with a sixteenth of the pixels and enlarges it, which is not visible in a smooth picture. */
    private static String sky(Seed seed, Palette palette, FrameSize size, int seconds) {
        int width = size.width / 4;
        int height = size.height / 4;
        // from the left quarter to the right quarter, so that all four colours are visible
        String line = format("x0=%d:y0=%d:x1=%d:y1=%d", seed.below(width / 4), seed.below(height),
                width - seed.below(width / 4), seed.below(height));
        return format("gradients=s=%dx%d:r=%d:d=%d:n=4:c0=%s:c1=%s:c2=%s:c3=%s:%s:seed=1:speed=%.4f:type=%s,"
                + "vignette=angle=0.5,scale=%d:%d:flags=bicubic,format=yuv420p", width, height, RATE, seconds,
                palette.night(), palette.dusk(), palette.day(), palette.light(), line, seed.between(0.004, 0.012),
                seed.below(2) == 0 ? "linear" : "radial", size.width, size.height);
    }

    /** Scales the image to one and a half times the frame, so that it moves in steps below a pixel of the clip. */
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
