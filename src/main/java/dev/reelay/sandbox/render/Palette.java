package dev.reelay.sandbox.render;

import java.util.Locale;

/**
 * Six matching colours in the format {@code 0xRRGGBB} of ffmpeg: four background colours from dark to light around one hue,
 * and two that contrast with them.
 */
record Palette(String night, String dusk, String day, String light, String accent, String spark) {

    static Palette of(Seed seed) {
        double hue = seed.between(0, 360);
        double drift = seed.between(25, 70) * (seed.below(2) == 0 ? 1 : -1);
        return new Palette(color(hue, 0.65, 0.10), color(hue + drift / 2, 0.60, 0.30), color(hue + drift, 0.65, 0.50),
                color(hue + drift * 1.6, 0.80, 0.72), color(hue + 180, 0.75, 0.62), color(hue + drift * 2, 0.30, 0.93));
    }

    /** Converts a colour to {@code 0xRRGGBB}: the hue in degrees, saturation and lightness from 0 to 1. */
    static String color(double hue, double saturation, double lightness) {
        double reach = saturation * Math.min(lightness, 1 - lightness);
        return String.format(Locale.ROOT, "0x%02X%02X%02X", channel(0, hue, reach, lightness),
                channel(8, hue, reach, lightness), channel(4, hue, reach, lightness));
    }

    private static int channel(int offset, double hue, double reach, double lightness) {
        double turn = (offset + ((hue % 360 + 360) % 360) / 30) % 12;
        double value = lightness - reach * Math.max(-1, Math.min(Math.min(turn - 3, 9 - turn), 1));
        return (int) Math.round(value * 255);
    }
}
