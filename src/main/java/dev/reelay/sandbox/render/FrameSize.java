package dev.reelay.sandbox.render;

import java.util.Optional;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The two sizes of contract 2 and those of the small model, in pixels. */
public enum FrameSize {
    LANDSCAPE(1280, 720),
    PORTRAIT(720, 1280),
    SMALL_LANDSCAPE(640, 360),
    SMALL_PORTRAIT(360, 640),
    SMALL_SQUARE(360, 360);

    final int width;
    final int height;

    FrameSize(int width, int height) {
        this.width = width;
        this.height = height;
    }

    public static Optional<FrameSize> parse(String text) {
        for (FrameSize size : values()) {
            if (size.toString().equals(text)) {
                return Optional.of(size);
            }
        }
        return Optional.empty();
    }

    @JsonCreator
    static FrameSize of(String text) {
        return parse(text).orElseThrow(() -> new IllegalArgumentException("No such size: " + text));
    }

    @JsonValue
    @Override
    public String toString() {
        return width + "x" + height;
    }
}
