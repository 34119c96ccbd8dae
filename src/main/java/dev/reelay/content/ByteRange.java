package dev.reelay.content;

/**
 * Consecutive bytes of a content.
 *
 * @param first counted from 0
 * @param end exclusive
 */
record ByteRange(long first, long end) {
    long length() {
        return end - first;
    }

    boolean covers(ByteRange other) {
        return first <= other.first && other.end <= end;
    }

    /** As a header {@code Content-Range}. */
    String of(long total) {
        return "bytes " + first + "-" + (end - 1) + "/" + total;
    }
}
