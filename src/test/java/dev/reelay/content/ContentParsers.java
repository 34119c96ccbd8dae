package dev.reelay.content;

import java.util.Map;
import java.util.function.Consumer;

import io.vertx.core.MultiMap;

import dev.reelay.testing.Fuzz;
import dev.reelay.video.VideoId;

/** The parsers of this package, for tests in others. */
public final class ContentParsers {
    static final VideoId ID = new VideoId("video_" + "0".repeat(32));

    private ContentParsers() {
    }

    /** Returns the parsers by the names of their headers. */
    public static Map<String, Consumer<String>> byName() {
        return Map.of("Range", RangeHeader::parse, "If-None-Match", value -> request("If-None-Match", value),
                "If-Range", value -> request("If-Range", value));
    }

    static DownloadRequest request(String header, String value) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap().set("Range", "bytes=1-2").set(header, value);
        return DownloadRequest.of(ID, Variant.VIDEO, false, headers);
    }

    static String range(Fuzz fuzz) {
        return fuzz.one("bytes", "bytes", "BYTES", "items") + fuzz.one("=", "=", "= ", " =")
                + fuzz.some(1, 2, ",", each -> each.space() + each.one(each.number() + "-" + each.number(), each.number() + "-",
                        "-" + each.number()) + each.space());
    }

    static String tags(Fuzz fuzz) {
        return fuzz.some(1, 4, ",", each -> each.space() + each.one("W/", "", "w/")
                + each.one("\"" + ID.value() + "\"", "\"" + ID.value() + "-thumbnail\"", "\"\"", "*", "\"" + each.hex(3) + "\"")
                + each.space());
    }
}
