package dev.reelay.sandbox.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.reelay.sandbox.SandboxVideo;

class SceneTest {
    private final Locale usual = Locale.getDefault();

    @AfterEach
    void restoreLocale() {
        Locale.setDefault(usual);
    }

    @Test
    void equalPromptGivesEqualScene() {
        assertThat(imagined("a dog")).isEqualTo(imagined("a dog"));
    }

    @Test
    void differentPromptGivesDifferentScene() {
        assertThat(imagined("a dog").graph()).isNotEqualTo(imagined("a dot").graph());
    }

    @Test
    void flagsDoNotChangeTheScene() {
        assertThat(video("[slow:5s] a dog").scene(Optional.empty())).isEqualTo(imagined("a dog"));
    }

    @Test
    void sceneIsIndependentOfLocale() {
        Scene english = imagined("a dog");
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));

        assertThat(imagined("a dog")).isEqualTo(english);
    }

    @Test
    void filterGraphContainsNoPrompt() {
        assertThat(imagined("';movie=/etc/passwd").graph()).doesNotContain("movie");
    }

    @Test
    void imageIsReadWithDemuxerOfItsFormat() {
        assertThat(over("v.png").input()).containsSequence("-f", "png_pipe", "-i");
        assertThat(over("v.jpg").input()).containsSequence("-f", "jpeg_pipe", "-i");
        assertThat(over("v.png").graph()).contains("zoompan", "d=240", "s=720x1280");
    }

    @ParameterizedTest
    @CsvSource({ "0, 1, 0.5, 0xFF0000", "120, 1, 0.5, 0x00FF00", "-120, 1, 0.5, 0x0000FF", "77, 0, 1, 0xFFFFFF",
            "600, 1, 0.5, 0x0000FF" })
    void hueGivesTheColor(double hue, double saturation, double lightness, String color) {
        assertThat(Palette.color(hue, saturation, lightness)).isEqualTo(color);
    }

    private static Scene imagined(String prompt) {
        return Scene.imagined(prompt, FrameSize.LANDSCAPE, 10);
    }

    private static Scene over(String image) {
        return Scene.over(Path.of(image), "a dog", FrameSize.PORTRAIT, 10);
    }

    private static SandboxVideo video(String prompt) {
        return new SandboxVideo("v1", SandboxVideo.Status.SUBMITTED, prompt, "sora-2", FrameSize.LANDSCAPE, 10, Instant.EPOCH,
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
