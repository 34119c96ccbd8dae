package dev.reelay.sandbox.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderTest {
    private static final Ffmpeg BUNDLED = new Ffmpeg(Optional.empty(), new BundledFfmpeg(Path.of("target/test-media")));

    @TempDir
    Path folder;
    private final Encoder encoder = new Encoder(BUNDLED, Duration.ofMinutes(1));

    @Test
    void equalSceneGivesEqualBytes() throws Exception {
        Scene scene = Scene.imagined("a dog", FrameSize.LANDSCAPE, 1);

        encoder.encode(scene, folder.resolve("first.mp4"), percent -> {
        });
        encoder.encode(scene, folder.resolve("second.mp4"), percent -> {
        });

        assertThat(folder.resolve("second.mp4")).hasSameBinaryContentAs(folder.resolve("first.mp4"));
    }

    @Test
    void fingerprintDependsOnSceneAndImageContent() throws Exception {
        Path image = Files.writeString(folder.resolve("one.png"), "picture");
        Path sameImage = Files.writeString(folder.resolve("two.png"), "picture");
        Path otherImage = Files.writeString(folder.resolve("three.png"), "another");

        assertThat(fingerprint(image, "a dog", 10)).isEqualTo(fingerprint(sameImage, "a dog", 10));
        assertThat(List.of(fingerprint(image, "a dog", 10), fingerprint(otherImage, "a dog", 10),
                fingerprint(image, "a cat", 10), fingerprint(image, "a dog", 15),
                encoder.fingerprint(Scene.imagined("a dog", FrameSize.LANDSCAPE, 10)),
                encoder.fingerprint(Scene.imagined("a dog", FrameSize.PORTRAIT, 10)))).doesNotHaveDuplicates();
    }

    /** A render that starts during the shutdown must not survive the program. */
    @Test
    void closedEncoderFailsRender() throws Exception {
        Scene scene = Scene.imagined("a dog", FrameSize.LANDSCAPE, 10);

        BUNDLED.tool(); // proves that the failure is not a missing ffmpeg
        encoder.close();

        assertThatThrownBy(() -> encoder.encode(scene, folder.resolve("clip.mp4"), percent -> {
        })).isInstanceOf(IOException.class);
    }

    private String fingerprint(Path image, String prompt, int seconds) throws IOException, InterruptedException {
        return encoder.fingerprint(Scene.over(image, prompt, FrameSize.LANDSCAPE, seconds));
    }
}
