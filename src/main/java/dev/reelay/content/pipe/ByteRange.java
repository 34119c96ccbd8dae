package dev.reelay.content.pipe;

/**
 * Consecutive bytes of a content.
 *
 * @param first the position of the first byte, counted from 0
 * @param end the position after the last byte
 */
public record ByteRange(long first, long end) {
    public long length() {
        return end - first;
    }

    public boolean covers(ByteRange other) {
        return first <= other.first && other.end <= end;
    }

    /** Returns the value of {@code Content-Range} for a content of this length (RFC 9110, section 14.4). */
    public String of(long total) {
        return "bytes " + first + "-" + (end - 1) + "/" + total;
    }
}
