package dev.reelay.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class FingerprintTest {
    private static final byte[] NO_IMAGE = {};
    private static final Optional<String> NO_URL = Optional.empty();
    private static final VideoSpec SPEC = new VideoSpec("a dog", "sora-2", "1280x720", "10");

    @Test
    void equalCreatesHaveEqualFingerprints() {
        assertThat(Fingerprint.of(SPEC, NO_URL, new byte[] { 1 })).isEqualTo(Fingerprint.of(SPEC, NO_URL, new byte[] { 1 }))
                .hasSameHashCodeAs(Fingerprint.of(SPEC, NO_URL, new byte[] { 1 }));
    }

    @Test
    void differentParametersHaveDifferentFingerprints() {
        List<Fingerprint> fingerprints = Stream.of(
                Stream.of(SPEC, new VideoSpec("a dog ", "sora-2", "1280x720", "10"),
                        new VideoSpec("a dog", "sora-3", "1280x720", "10"),
                        new VideoSpec("a dog", "sora-2", "720x1280", "10"), new VideoSpec("a dog", "sora-2", "1280x720", "15"),
                        // the same text in total, with another boundary between the parts
                        new VideoSpec("a dogsora-2", "", "1280x720", "10"), new VideoSpec("a do", "gsora-2", "1280x720", "10"))
                        .map(spec -> Fingerprint.of(spec, NO_URL, NO_IMAGE)),
                Stream.of(new byte[32], new byte[] { 1 }).map(image -> Fingerprint.of(SPEC, NO_URL, image)),
                Stream.of("https://a.example", "https://b.example")
                        .map(url -> Fingerprint.of(SPEC, Optional.of(url), NO_IMAGE)))
                .flatMap(all -> all)
                .toList();

        assertThat(fingerprints).doesNotHaveDuplicates();
    }
}
