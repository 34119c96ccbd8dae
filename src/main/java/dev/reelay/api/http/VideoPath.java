package dev.reelay.api.http;

import java.util.Optional;

/**
 * Matches the paths {@code /v1/videos/{id}/name}. A pattern of the router would cost a regular expression for each request of
 * any path, and would keep the id in memory as long as the stream.
 *
 * @param name path segment after the id
 */
public record VideoPath(String name) {
    public static final VideoPath CONTENT = new VideoPath("content");
    public static final VideoPath EVENTS = new VideoPath("events");

    private static final String VIDEOS = ApiPaths.VIDEOS + "/";

    /** Returns the id if the path matches, otherwise empty. Ignores a final slash. */
    public Optional<String> idIn(String path) {
        int start = VIDEOS.length();
        int end = path.startsWith(VIDEOS) ? path.indexOf('/', start) : -1;
        return end > start && isName(path, end + 1) ? Optional.of(path.substring(start, end)) : Optional.empty();
    }

    /** Returns the path of one video. */
    public String of(String id) {
        return VIDEOS + id + "/" + name;
    }

    /** Returns the path with {@code {id}} as placeholder, for metrics. */
    public String template() {
        return of("{id}");
    }

    private boolean isName(String path, int from) {
        int more = path.length() - from - name.length();
        return path.startsWith(name, from) && (more == 0 || more == 1 && path.endsWith("/"));
    }
}
