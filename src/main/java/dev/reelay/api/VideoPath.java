package dev.reelay.api;

import java.util.Optional;

/**
 * The paths {@code /v1/videos/{id}/name}. They are not patterns of the router: those cost each request a matcher, also the
 * many that only pass by, and keep the id among the parameters of a request for as long as its stream.
 */
record VideoPath(String name) {
    private static final String VIDEOS = "/v1/videos/";

    /** The id, where it is such a path; a slash at its end means nothing. */
    Optional<String> idIn(String path) {
        int start = VIDEOS.length();
        int end = path.startsWith(VIDEOS) ? path.indexOf('/', start) : -1;
        return end > start && isName(path, end + 1) ? Optional.of(path.substring(start, end)) : Optional.empty();
    }

    /** For metrics: one for all ids. */
    String template() {
        return VIDEOS + "{id}/" + name;
    }

    private boolean isName(String path, int from) {
        int more = path.length() - from - name.length();
        return path.startsWith(name, from) && (more == 0 || more == 1 && path.endsWith("/"));
    }
}
