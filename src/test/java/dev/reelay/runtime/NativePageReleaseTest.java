package dev.reelay.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import dev.reelay.runtime.NativePageRelease.Range;

class NativePageReleaseTest {
    private static final String PROGRAM = "/srv/the program";
    private static final List<String> MAPPED = List.of(
            "5600-5700 r--p 00000000 fe:00 131 " + PROGRAM,
            "Size:                256 kB",
            "Anonymous:             0 kB",
            "5700-5c00 r-xp 00001000 fe:00 131                        " + PROGRAM,
            "Anonymous:             0 kB",
            "5c00-5d00 r--p 00002000 fe:00 131                        " + PROGRAM,
            "Anonymous:             8 kB",
            "5d00-5e00 rw-p 00003000 fe:00 131                        " + PROGRAM,
            "Anonymous:             0 kB",
            "7f00-7fa0 r--p 00000000 00:00 0 ",
            "Anonymous:             0 kB",
            "7fa0-7fb0 r-xp 00000000 fe:00 140                        /lib/libc.so.6",
            "Anonymous:             0 kB",
            "ffffffffff600000-ffffffffff601000 r-xp 00000000 00:00 0  [vsyscall]",
            "Anonymous:             0 kB");

    @Test
    void unmodifiedPagesOfTheExecutableAreReleasable() {
        assertThat(NativePageRelease.releasableRanges(MAPPED, PROGRAM))
                .containsExactly(new Range(0x5600, 0x5700), new Range(0x5700, 0x5c00));
    }

    @Test
    void addressesWithTheHighestBitAreRead() {
        assertThat(NativePageRelease
                .releasableRanges(List.of("ffffffffff600000-ffffffffff601000 r-xp 00000000 00:00 0  [vsyscall]",
                        "Anonymous:             0 kB"), "[vsyscall]"))
                .containsExactly(new Range(0xffffffffff600000L, 0xffffffffff601000L));
    }
}
