package dev.reelay.sandbox.render;

import java.util.Locale;

/** Draws translucent discs as ffmpeg filters, and moves each of them over the picture on its own path. */
final class Lights {
    private final Seed seed;
    private final FrameSize size;

    Lights(Seed seed, FrameSize size) {
        this.seed = seed;
        this.size = size;
    }

    /**
     * Returns the part of a filter graph that overlays one light on a picture.
     *
     * @param below
     *        the label of the input stream
     * @param above
     *        the label of the output stream
     * @param share
     *        the diameter as a share of the frame's shorter side, give or take a fifth
     */
    String drift(String below, String above, String color, double share) {
        String light = above + "light";
        int diameter = (int) (Math.min(size.width, size.height) * share * seed.between(0.8, 1.2)) / 2 * 2;
        return disc(color, diameter) + "[" + light + "];[" + below + "][" + light + "]overlay=x='" + path("W-w", "sin")
                + "':y='" + path("H-h", "cos") + "':shortest=1[" + above + "];";
    }

    /** Returns a disc that fades towards its edge. A lower exponent gives a harder edge. */
    private String disc(String color, int diameter) {
        return format("color=c=%1$s:s=%2$dx%2$d:r=%3$d:d=0.04,format=yuva420p,geq=lum='p(X,Y)':"
                + "a='%4$d*pow(clip(1-hypot(X-%2$d/2,Y-%2$d/2)*2/%2$d,0,1),%5$.2f)',loop=-1:1:0", color, diameter,
                Scene.RATE, 130 + seed.below(70), seed.between(0.15, 1.1));
    }

    private String path(String room, String wave) {
        return format("(%s)/2+(%s)*%.2f*%s(t*%.2f+%.2f)", room, room, seed.between(0.3, 0.55), wave,
                seed.between(0.25, 0.9), seed.between(0, 6.28));
    }

    private static String format(String template, Object... values) {
        return String.format(Locale.ROOT, template, values);
    }
}
