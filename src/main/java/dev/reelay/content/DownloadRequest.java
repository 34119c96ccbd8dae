package dev.reelay.content;

import java.util.Optional;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

import dev.reelay.video.VideoId;

/**
 * A client's request for a content. The content of a completed video never changes, so its entity tag derives from its id.
 *
 * @param bodyless true for a HEAD, for which no range is defined (RFC 9110, section 14.2)
 * @param range the requested range; empty for the whole content, and if {@code If-Range} does not match
 * @param unchanged true if {@code If-None-Match} matches, so that the response is a 304
 */
record DownloadRequest(VideoId id, Variant variant, boolean bodyless, Optional<RangeHeader> range, boolean unchanged) {

    static DownloadRequest of(VideoId id, HttpServerRequest request) {
        return of(id, Variant.of(Optional.ofNullable(request.getParam("variant"))),
                request.method() == HttpMethod.HEAD, request.headers());
    }

    static DownloadRequest of(VideoId id, Variant variant, boolean bodyless, MultiMap headers) {
        String tag = tag(id, variant);
        Optional<RangeHeader> range = bodyless ? Optional.empty()
                : Optional.ofNullable(headers.get("Range")).flatMap(RangeHeader::parse)
                        .filter(meant -> headers.get("If-Range") == null
                                || headers.get("If-Range").strip().equals(tag));
        return new DownloadRequest(id, variant, bodyless, range, has(headers.getAll(HttpHeaders.IF_NONE_MATCH), tag));
    }

    /** Returns the strong entity tag of the content (RFC 9110, section 8.8.3). */
    String tag() {
        return tag(id, variant);
    }

    private static String tag(VideoId id, Variant variant) {
        return '"' + id.value() + (variant == Variant.VIDEO ? "" : "-" + variant.wireName()) + '"';
    }

    /** Returns true if a list contains the tag in a weak comparison (RFC 9110, section 13.1.2). */
    private static boolean has(Iterable<String> lists, String tag) {
        for (String list : lists) {
            for (String each : list.split(",")) {
                String known = each.strip();
                if (known.equals("*") || known.equals(tag) || known.equals("W/" + tag)) {
                    return true;
                }
            }
        }
        return false;
    }
}
