package dev.reelay.sandbox.render;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The formats of a reference image, detected by the first bytes, because many clients declare no media type. */
public enum ImageFormat {
    PNG("png", "png_pipe", 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'),
    JPEG("jpg", "jpeg_pipe", 0xFF, 0xD8, 0xFF);

    public final String extension;
    /** The demuxer of ffmpeg. Naming it keeps ffmpeg from reading an upload as a playlist. */
    final String demuxer;
    private final byte[] magic;

    ImageFormat(String extension, String demuxer, int... magic) {
        this.extension = extension;
        this.demuxer = demuxer;
        this.magic = new byte[magic.length];
        for (int i = 0; i < magic.length; i++) {
            this.magic[i] = (byte) magic[i];
        }
    }

    public static Optional<ImageFormat> of(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(8);
            return Arrays.stream(values()).filter(format -> format.starts(head)).findFirst();
        }
    }

    static ImageFormat ofName(String fileName) {
        return fileName.endsWith(PNG.extension) ? PNG : JPEG;
    }

    private boolean starts(byte[] head) {
        return head.length >= magic.length && Arrays.equals(head, 0, magic.length, magic, 0, magic.length);
    }
}
