package dev.reelay.content;

import java.util.Optional;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

import dev.reelay.video.VideoId;

/**
 * What a caller asks for. The content of a completed video never changes, so its entity tag is made of its id.
 *
 * @param bodyless a HEAD, for which no range is defined
 * @param range empty where the whole is wanted, and where {@code If-Range} speaks of another content
 * @param unchanged the caller has the content already
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

    /** Strong: byte for byte the same. */
    String tag() {
        return tag(id, variant);
    }

    private static String tag(VideoId id, Variant variant) {
        return '"' + id.value() + (variant == Variant.VIDEO ? "" : "-" + variant.wireName()) + '"';
    }

    /** Compared weakly (RFC 9110, section 13.1.2). */
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
