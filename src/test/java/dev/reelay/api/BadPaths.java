package dev.reelay.api;

import static dev.reelay.api.BadRequest.bad;
import static dev.reelay.api.BadRequest.raw;
import static dev.reelay.api.BadRequest.unknown;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Stream;

import dev.reelay.testing.RawHttp;
import dev.reelay.testing.TestDatabase;

/** Requests with an invalid path, method, query, key or header, as rows of {@link BadRequestsTest}. */
final class BadPaths {
    private static final String NOBODYS = "/v1/videos/video_" + "0".repeat(32);
    private static final byte[] NOTHING = {};
    /** Paths that one router or proxy could read as another path than the next one does. */
    private static final List<String> AMBIGUOUS = List.of("//v1/videos", "/v1//videos", "/v1/videos//", "/v1/../v1/videos",
            "/v1/videos/..", "/v1/videos/%2e%2e/videos", "/./v1/videos", "/v1/videos/.", "/%2e/v1;a/videos", "/v1;a=b/videos",
            "/v1;/videos", "//v1;x/videos", "/v1/videos;x", "/;/v1/videos", "/v1%2fvideos", "/v1%3bx/videos", "/v1%5cvideos",
            "/v1/videos/..%2f..%2fetc%2fpasswd", "/v1/videos/%252e%252e/videos", NOBODYS + ";x", NOBODYS + ";x/content",
            NOBODYS + "/content;x", NOBODYS + "/events;x=1", NOBODYS + "%2fcontent", NOBODYS + "/./events",
            NOBODYS + "//content", NOBODYS + "/x/../content", "/v1/videos/events;x", "/sandbox;x/v1/videos", "/index.html;x");

    private BadPaths() {
    }

    static Stream<BadRequest> all() {
        return Stream.of(paths(), methods(), queries(), keys(), accepts(), protocol()).flatMap(rows -> rows);
    }

    private static Stream<BadRequest> paths() {
        return Stream.of(
                Stream.of("/v1", "/v1/", "/v1/unknown", "/v1/videos/video_unknown", "/v1/videos/x/content",
                        "/v1/videos/x/events",
                        NOBODYS, NOBODYS + "/content", NOBODYS + "/events", NOBODYS + "/unknown", NOBODYS + "/content/more",
                        NOBODYS.replace("video_", "VIDEO_"), NOBODYS + "%00", "/v1/videos/%00", "/v1/videos/%c3%28",
                        "/v1/videos/%3Cscript%3E", "/v1/videos/'%20or%201=1--",
                        "/v1/videos/" + "x".repeat(15_000), "/v1/videos/%E7%8C%AB", "/unknown", "/unknown/deep/path",
                        "/q/unknown",
                        "/index.php", "/q/health/unknown", "/V1/videos")
                        .map(path -> unknown("GET " + shown(path), request -> request.get(path))),
                Stream.of("/cancel", "/tickets").map(path -> unknown("POST " + path + " of nobody's video",
                        request -> request.post(NOBODYS + path))),
                Stream.of(unknown("DELETE of nobody's video", request -> request.delete(NOBODYS))),
                Stream.of("/v1/videos/%", "/v1/videos/%zz", "/v1/videos/%e", "/v1/%zz/content", "/%zz", "/v1/videos/%zz/events",
                        "/v1/videos/a|b",
                        "/v1/videos/{id}", "/v1/videos/<b>", "/v1/videos/a\\b", "/v1/videos?^")
                        .map(path -> raw("path " + path, 400, "invalid_request", null, "GET " + path + " HTTP/1.1\n", NOTHING)),
                AMBIGUOUS.stream().flatMap(path -> Stream.of(
                        raw("ambiguous path " + shown(path), 400, "invalid_request", null, "GET " + path + " HTTP/1.1\n",
                                NOTHING),
                        new BadRequest("no key on the ambiguous path " + shown(path), 400, "invalid_request", null,
                                server -> RawHttp.send(server, "GET " + path + " HTTP/1.1\n", NOTHING)))),
                Stream.of("/x/v1/videos")
                        .map(path -> new BadRequest("no key on " + path, 404, "not_found", null,
                                server -> RawHttp.send(server, "GET " + path + " HTTP/1.1\n", NOTHING))))
                .flatMap(rows -> rows);
    }

    private static Stream<BadRequest> methods() {
        return Stream.of(method("PUT", "/v1/videos"), method("PATCH", "/v1/videos"), method("DELETE", "/v1/videos"),
                method("PUT", NOBODYS), method("PATCH", NOBODYS), method("POST", NOBODYS), method("POST", NOBODYS + "/content"),
                method("DELETE", NOBODYS + "/events"), method("PUT", NOBODYS + "/content"), method("GET", NOBODYS + "/cancel"),
                method("GET", NOBODYS + "/tickets"), method("DELETE", NOBODYS + "/tickets"), method("TRACE", "/v1/videos"),
                method("BREW", "/v1/videos"), method("BREW", NOBODYS + "/content"));
    }

    private static BadRequest method(String method, String path) {
        return raw(method + " " + shown(path), 405, "invalid_request", null,
                method + " " + path + " HTTP/1.1\nContent-Length: 0\n", NOTHING);
    }

    private static Stream<BadRequest> queries() {
        return Stream.of(
                Stream.of("0", "-1", "101", "abc", "1.5", "%31%30%30%30", "%00", "1000000000000")
                        .map(value -> query("limit", "/v1/videos?limit=" + value)),
                Stream.of("up", "ASC", "%E7%8C%AB").map(value -> query("order", "/v1/videos?order=" + value)),
                Stream.of("video_unknown", NOBODYS.substring("/v1/videos/".length()), "%00", "'--")
                        .map(value -> unknown("after=" + value, request -> request.get("/v1/videos?after=" + value))),
                Stream.of("/v1/videos?limit=%zz", "/v1/videos?limit=%", "/v1/videos?ticket=%zz", "/v1/videos?%zz=1",
                        NOBODYS + "?wait=%zz", NOBODYS + "/content?wait=%zz", NOBODYS + "/events?ticket=%")
                        .map(path -> raw("query " + shown(path), 400, "invalid_request", null, "GET " + path + " HTTP/1.1\n",
                                NOTHING)))
                .flatMap(rows -> rows);
    }

    private static BadRequest query(String param, String path) {
        return bad(path, 400, "invalid_request", param, request -> request.get(path));
    }

    private static Stream<BadRequest> keys() {
        return Stream.of(
                Stream.of("", "sk-wrong", "Bearer", "Bearer sk-wrong", "Basic c2stYWxpY2U6",
                        "Bearer Bearer " + TestDatabase.ALICE,
                        "k".repeat(8000), "sk-\u00ff")
                        .map(key -> unauthorized("key '" + key.substring(0, Math.min(16, key.length())) + "'",
                                "Authorization: " + key,
                                "/v1/videos")),
                Stream.of("/v1/videos?key=sk-alice", "/v1/videos?api_key=sk-alice", NOBODYS + "/content?key=sk-alice",
                        NOBODYS + "/events?api_key=sk-alice", "/v1/videos?ticket=sk-alice", "/v1/videos?ticket=",
                        "/v1/videos?ticket=.",
                        NOBODYS + "/events?ticket=YWxpY2U.9999999999.AAAA", NOBODYS + "/content?ticket=..",
                        NOBODYS + "/content?ticket=%00.%00.%00", "/v1/unknown", "/v1", "/%761/videos", "/v1/videos/")
                        .map(path -> unauthorized("no key on " + shown(path), "X-Nothing: 1", path)))
                .flatMap(rows -> rows);
    }

    private static BadRequest unauthorized(String name, String header, String path) {
        return new BadRequest(name, 401, "authentication_error", null,
                server -> RawHttp.send(server, "GET " + path + " HTTP/1.1\n" + header + "\n", NOTHING));
    }

    private static Stream<BadRequest> accepts() {
        return Stream.of(
                Stream.of("text/html", "image/png", "application/xml;q=0.9, text/plain").flatMap(type -> Stream.of(
                        bad("GET list as " + type, 406, "invalid_request", null,
                                request -> request.accept(type).get("/v1/videos")),
                        bad("POST as " + type, 406, "invalid_request", null,
                                request -> Creates.form(request.accept(type)).post("/v1/videos")))),
                Stream.of(
                        raw("Accept of rubbish", 406, "invalid_request", null, "GET /v1/videos HTTP/1.1\nAccept: rubbish\n",
                                NOTHING),
                        raw("Accept of a semicolon", 406, "invalid_request", null, "GET /v1/videos HTTP/1.1\nAccept: ;\n",
                                NOTHING),
                        raw("Accept of slashes", 406, "invalid_request", null, "GET /v1/videos HTTP/1.1\nAccept: ///;;q=x\n",
                                NOTHING)))
                .flatMap(rows -> rows);
    }

    private static Stream<BadRequest> protocol() {
        return Stream.of(
                raw("long query", 404, "not_found", null,
                        "GET " + NOBODYS + "?a=" + "b".repeat(15_000) + " HTTP/1.1\n",
                        NOTHING),
                raw("long header", 404, "not_found", null, "GET " + NOBODYS + " HTTP/1.1\nX-Long: " + "b".repeat(10_000) + "\n",
                        NOTHING),
                raw("odd request id", 404, "not_found", null, "GET " + NOBODYS + " HTTP/1.1\nX-Request-Id: a b\u00ff<\n",
                        NOTHING),
                raw("no slash", 404, "not_found", null, "GET v1/videos HTTP/1.1\n", NOTHING),
                raw("whole server", 404, "not_found", null, "OPTIONS * HTTP/1.1\n", NOTHING),
                raw("a form at the path with a slash", 415, "invalid_request", null,
                        "POST /v1/videos/ HTTP/1.1\nContent-Type: nonsense\nContent-Length: 2\n", "{}".getBytes(UTF_8)),
                raw("HTTP/1.0", 404, "not_found", null, "GET " + NOBODYS + " HTTP/1.0\n", NOTHING),
                raw("a body where none is wanted", 404, "not_found", null,
                        "POST " + NOBODYS + "/cancel HTTP/1.1\nContent-Type: nonsense\nContent-Length: 2\n",
                        "{}".getBytes(UTF_8)));
    }

    private static String shown(String path) {
        return path.replace("0".repeat(32), "…").replaceAll("x{99,}", "x…");
    }
}
