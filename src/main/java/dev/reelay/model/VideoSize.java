package dev.reelay.model;

import java.math.BigInteger;

/** A size in pixels, in the words of providers that take a ratio and a resolution instead of it. */
public record VideoSize(int width, int height) {

    /**
     * Returns the size of a text such as {@code 1280x720}.
     *
     * @param text a size of the catalogue, which has this form
     */
    public static VideoSize of(String text) {
        String[] sides = text.split("x", 2);
        return new VideoSize(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    }

    /** Returns the ratio in lowest terms, such as {@code 16:9}. */
    public String ratio() {
        int divisor = BigInteger.valueOf(width).gcd(BigInteger.valueOf(height)).intValueExact();
        return width / divisor + ":" + height / divisor;
    }

    /** Returns the resolution by the shorter side, such as {@code 720p} for both 1280x720 and 720x1280. */
    public String resolution() {
        int shorter = Math.min(width, height);
        return shorter == 2160 ? "4k" : shorter + "p";
    }
}
