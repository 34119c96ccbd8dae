package dev.reelay.video;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The types of reference images, detected by magic bytes and not by the declared media type. */
public enum ImageType {
    PNG("image/png", "reference.png", "89504e470d0a1a0a"),
    JPEG("image/jpeg", "reference.jpg", "ffd8ff"),
    /** The length of the file is between its two magic words (RFC 9649, section 2.4). */
    WEBP("image/webp", "reference.webp", "52494646.{8}57454250");

    /** The types of an image that a client uploads (contract 2). */
    public static final Set<ImageType> OF_UPLOADS = EnumSet.of(PNG, JPEG);
    /** The types of an image at a URL. */
    public static final Set<ImageType> OF_URLS = EnumSet.allOf(ImageType.class);

    /** The number of bytes that {@link #of} needs. */
    public static final int MAGIC_LENGTH = 12;

    private final String mediaType;
    private final String fileName;
    private final Pattern magic;

    /** @param magic a pattern of the first bytes in hexadecimal */
    ImageType(String mediaType, String fileName, String magic) {
        this.mediaType = mediaType;
        this.fileName = fileName;
        this.magic = Pattern.compile(magic);
    }

    /**
     * Returns the type of an image, or empty if it is of no known type.
     *
     * @param start the file's first {@link #MAGIC_LENGTH} bytes, or all bytes of a shorter file
     */
    public static Optional<ImageType> of(byte[] start) {
        String hex = HexFormat.of().formatHex(start);
        return Arrays.stream(values()).filter(type -> type.magic.matcher(hex).lookingAt()).findFirst();
    }

    public String mediaType() {
        return mediaType;
    }

    /** Returns the file name for the multipart form of the upstream. */
    public String fileName() {
        return fileName;
    }
}
