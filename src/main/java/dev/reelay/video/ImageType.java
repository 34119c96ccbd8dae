package dev.reelay.video;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The allowed types of a reference image (contract 2), detected by magic bytes and not by the declared media type. */
public enum ImageType {
    PNG("image/png", "reference.png", "89504e470d0a1a0a"),
    JPEG("image/jpeg", "reference.jpg", "ffd8ff");

    /** The number of bytes that {@link #of} needs. */
    public static final int MAGIC_LENGTH = 8;

    private final String mediaType;
    private final String fileName;
    private final byte[] magic;

    ImageType(String mediaType, String fileName, String magic) {
        this.mediaType = mediaType;
        this.fileName = fileName;
        this.magic = HexFormat.of().parseHex(magic);
    }

    /**
     * Returns the type of an image, or empty if it is of no allowed type.
     *
     * @param start the file's first {@link #MAGIC_LENGTH} bytes, or all bytes of a shorter file
     */
    public static Optional<ImageType> of(byte[] start) {
        return Arrays.stream(values()).filter(type -> type.begins(start)).findFirst();
    }

    public String mediaType() {
        return mediaType;
    }

    /** Returns the file name for the multipart form of the upstream. */
    public String fileName() {
        return fileName;
    }

    private boolean begins(byte[] start) {
        return start.length >= magic.length && Arrays.equals(magic, 0, magic.length, start, 0, magic.length);
    }
}
