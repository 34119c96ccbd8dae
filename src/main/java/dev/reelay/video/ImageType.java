package dev.reelay.video;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The kinds of reference image that the manual allows, told by their first bytes, whatever a client calls them. */
public enum ImageType {
    PNG("image/png", "reference.png", "89504e470d0a1a0a"),
    JPEG("image/jpeg", "reference.jpg", "ffd8ff");

    /** How many bytes {@link #of} needs to see. */
    public static final int MAGIC_LENGTH = 8;

    private final String mediaType;
    private final String fileName;
    private final byte[] magic;

    ImageType(String mediaType, String fileName, String magic) {
        this.mediaType = mediaType;
        this.fileName = fileName;
        this.magic = HexFormat.of().parseHex(magic);
    }

    /** @param start the file's first bytes, {@link #MAGIC_LENGTH} of them unless the file is shorter */
    public static Optional<ImageType> of(byte[] start) {
        return Arrays.stream(values()).filter(type -> type.begins(start)).findFirst();
    }

    public String mediaType() {
        return mediaType;
    }

    /** A file name to send it under. */
    public String fileName() {
        return fileName;
    }

    private boolean begins(byte[] start) {
        return start.length >= magic.length && Arrays.equals(magic, 0, magic.length, start, 0, magic.length);
    }
}
