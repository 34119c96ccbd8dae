package dev.reelay.api.edge;

import java.util.Locale;

/**
 * Recognizes paths that mean the same to each router. The filters and the routes of streams match the path as it is sent,
 * Quarkus REST matches it decoded and without matrix parameters, and a proxy in front may see a third path. So these are
 * refused: matrix parameters, empty segments, segments of dots, and encoded characters that separate segments.
 */
public final class UnambiguousPath {
    private UnambiguousPath() {
    }

    /** @param path path of a request as it is sent, without the query */
    public static boolean isOne(String path) {
        if (path.indexOf(';') >= 0 || path.indexOf('\\') >= 0 || path.contains("//")) {
            return false;
        }
        return path.indexOf('%') < 0 ? !hasDotSegment(path) : isOneDecoded(path.toLowerCase(Locale.ROOT));
    }

    private static boolean isOneDecoded(String path) {
        return !path.contains("%2f") && !path.contains("%5c") && !path.contains("%3b") && !path.contains("%25")
                && !hasDotSegment(path.replace("%2e", "."));
    }

    private static boolean hasDotSegment(String path) {
        int dots = path.indexOf("/.");
        while (dots >= 0) {
            int end = path.startsWith("..", dots + 1) ? dots + 3 : dots + 2;
            if (end == path.length() || path.charAt(end) == '/') {
                return true;
            }
            dots = path.indexOf("/.", dots + 1);
        }
        return false;
    }
}
