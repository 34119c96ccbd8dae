package dev.reelay.sandbox;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderTest {
    @TempDir
    Path folder;

    /** A render that begins while the program stops would outlive it. */
    @Test
    void aClosedEncoderRendersNothing() throws Exception {
        Ffmpeg bundled = new Ffmpeg(Optional.empty(), new BundledFfmpeg(Path.of("target/test-media")));
        Encoder encoder = new Encoder(bundled, Duration.ofMinutes(1));
        Scene scene = Scene.imagined("a dog", FrameSize.LANDSCAPE, 10);

        bundled.tool(); // it is there, so that is not why
        encoder.close();

        assertThatThrownBy(() -> encoder.encode(scene, folder.resolve("clip.mp4"), percent -> {
        })).isInstanceOf(IOException.class);
    }
}
