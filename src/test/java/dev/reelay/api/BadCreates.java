package dev.reelay.api;

import static dev.reelay.api.BadRequest.bad;
import static dev.reelay.api.BadRequest.invalid;
import static dev.reelay.api.BadRequest.raw;
import static dev.reelay.api.Creates.body;
import static dev.reelay.api.Creates.dataUrl;
import static dev.reelay.api.Creates.form;
import static dev.reelay.api.Creates.formWith;
import static dev.reelay.api.Creates.formWithout;
import static dev.reelay.api.Creates.jsonWith;
import static dev.reelay.api.Creates.png;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;

import dev.reelay.testing.Api;
import dev.reelay.testing.RawHttp;
import dev.reelay.testing.TestDatabase;

/** Invalid creates, as rows of {@link BadRequestsTest}. */
final class BadCreates {
    private static final String IMAGE = "input_reference";
    private static final byte[] GIF = "GIF89a and more".getBytes(UTF_8);
    private static final List<String> REQUIRED = List.of("prompt", "model", "size", "seconds");

    private static final String FORM = "multipart/form-data; boundary=b";
    private static final int TOO_MANY = 14 * 1024 * 1024 + 1;
    private static final byte[] CHUNK = "a".repeat(64 * 1024).getBytes(UTF_8);

    private BadCreates() {
    }

    static Stream<BadRequest> all() {
        return Stream.of(fields(), images(), headers(), json(), jsonFields(), contentTypes(), tooLarge()).flatMap(rows -> rows);
    }

    private static Stream<BadRequest> fields() {
        return Stream.of(
                REQUIRED.stream().map(name -> invalid("no " + name, name,
                        request -> formWithout(name, request).multiPart("unrelated", "field"))),
                REQUIRED.stream().map(name -> invalid("empty " + name, name, request -> formWith(name, "", request))),
                REQUIRED.stream().map(name -> invalid("two of " + name, name,
                        request -> Api.text(form(request), name, Creates.fields().get(name)))),
                REQUIRED.stream().map(name -> invalid(name + " as a file", name,
                        request -> formWithout(name, request).multiPart(name, "a.txt", "sora-2".getBytes(UTF_8)))),
                Stream.of("sora-1", "SORA-2", " sora-2", "sora-2-pro").map(value -> field("model", value)),
                Stream.of("1920x1080", "1280X720", "1280×720", "1280x720\n").map(value -> field("size", value)),
                Stream.of("11", "10.0", "10s", "-10", "１０", "010").map(value -> field("seconds", value)),
                Stream.of(" \t\n", "\u3000\u3000", "a".repeat(1000), "猫".repeat(1000), "🦊".repeat(1000), "a\0b")
                        .map(value -> field("prompt", value)),
                Stream.of("0", "-1", "soon", "1.5", "86401", "99999999999").map(value -> field("deadline", value)))
                .flatMap(rows -> rows);
    }

    private static BadRequest field(String name, String value) {
        String shown = value.length() > 20 ? value.substring(0, 2) + "… of " + value.length()
                : value.replace('\0', '0').strip();
        return invalid(name + " '" + shown + "'", name, request -> formWith(name, value, request));
    }

    private static Stream<BadRequest> images() {
        return Stream.of(
                image("GIF", GIF), image("empty file", new byte[0]),
                image("PNG cut in its magic", new byte[] { (byte) 0x89, 'P' }),
                image("text", "a picture".getBytes(UTF_8)), image("WebP", "RIFF0000WEBPVP8 ".getBytes(UTF_8)),
                image("10 MB", png(10 * 1024 * 1024)),
                invalid("image url of 10 MB", IMAGE, request -> formWith(IMAGE, dataUrl(png(10 * 1024 * 1024)), request)),
                invalid("two images", IMAGE,
                        request -> form(request).multiPart(IMAGE, "a.png", png(9)).multiPart(IMAGE, "b.png",
                                png(9))),
                invalid("file id", IMAGE, request -> formWith("input_reference[file_id]", "file_1", request)),
                imageUrl("https://127.0.0.1/a.png"), imageUrl("http://a.example/a.png"), imageUrl("https://[::1]:8443/"),
                imageUrl("https://a:b@a.example"), imageUrl("https://a.example:22"), imageUrl("ftp://a.example"),
                imageUrl("a.png"), imageUrl("data:image/png,abc"),
                imageUrl("data:image/png;base64,"), imageUrl("data:image/png;base64,A"), imageUrl(dataUrl(GIF)),
                invalid("image as text", IMAGE, request -> formWith(IMAGE, "a picture", request)),
                invalid("image as a file and as a url", IMAGE,
                        request -> formWith("input_reference[image_url]", dataUrl(png(9)), request)
                                .multiPart(IMAGE, "a.png", png(9))),
                invalid("image url as a file that is none", IMAGE,
                        request -> form(request).multiPart("input_reference[image_url]", "a.txt", "neither".getBytes())));
    }

    private static BadRequest image(String name, byte[] bytes) {
        return invalid("image: " + name, IMAGE, request -> form(request).multiPart(IMAGE, "a.png", bytes, "image/png"));
    }

    private static BadRequest imageUrl(String url) {
        return invalid("image url " + url, IMAGE, request -> formWith("input_reference[image_url]", url, request));
    }

    private static Stream<BadRequest> headers() {
        return Stream.of(
                header("Cancel-After", "0"), header("Cancel-After", "soon"), header("Cancel-After", "1.5"),
                header("Cancel-After", ""), header("Idempotency-Key", "k".repeat(256)), header("Idempotency-Key", " "));
    }

    private static BadRequest header(String name, String value) {
        return invalid(name + " of " + value.length() + " '" + value.substring(0, Math.min(9, value.length())) + "'", name,
                request -> form(request.header(name, value)));
    }

    private static Stream<BadRequest> json() {
        return Stream.of(
                Stream.of("", "{", "[]", "\"text\"", "null", "1", "{'prompt':1}", "{\"a\":1} {\"b\":2}", "\u0000",
                        "{\"a\":NaN}", "[".repeat(5000), "{\"a\":".repeat(5000), "{\"a\":1" + "0".repeat(5000) + "}",
                        "prompt=a&model=b", "{\"prompt\":\"\\u00zz\"}")
                        .map(text -> invalid("JSON body " + text.substring(0, Math.min(12, text.length())).replace('\0', '0'),
                                "body", request -> body(text, request))),
                Stream.of(raw("JSON that is no UTF-8", 400, "invalid_request", "body",
                        "POST /v1/videos HTTP/1.1\nContent-Type: application/json\nContent-Length: 14\n",
                        "{\"prompt\":\"\u00ff\"}".getBytes(ISO_8859_1)),
                        raw("JSON cut short by its length", 400, "invalid_request", "body",
                                "POST /v1/videos HTTP/1.1\nContent-Type: application/json\nContent-Length: 9\n",
                                Creates.json().encode().getBytes(UTF_8))))
                .flatMap(rows -> rows);
    }

    private static Stream<BadRequest> jsonFields() {
        return Stream.of(
                REQUIRED.stream().map(name -> invalid("JSON without " + name, name,
                        request -> body(without(name), request))),
                Stream.of("prompt", "model", "size", "seconds", "deadline")
                        .map(name -> invalid("JSON " + name + " as an object", name,
                                request -> jsonWith(name, new JsonObject(), request))),
                REQUIRED.stream()
                        .map(name -> invalid("JSON " + name + " as true", name, request -> jsonWith(name, true, request))),
                Stream.of(10.5, 11, 1e300).map(value -> invalid("JSON seconds " + value, "seconds",
                        request -> jsonWith("seconds", value, request))),
                Stream.of("prompt", "model", "size", "seconds", "deadline", IMAGE)
                        .map(name -> invalid("JSON with two of " + name,
                                name, request -> body(twice(name), request))),
                Stream.of(invalid("JSON image of 10 MB", IMAGE,
                        request -> jsonWith(IMAGE, dataUrl(png(10 * 1024 * 1024)), request))),
                Stream.of(invalid("JSON prompt with U+0000", "prompt", request -> jsonWith("prompt", "a\0b", request))),
                Stream.of(1, true, List.of(), Map.of(), Map.of("file_id", "file_1"), Map.of("image_url", 1), "a.png",
                        Map.of("image_url", "https://169.254.169.254/latest/meta-data/"), "https://localhost", dataUrl(GIF), "",
                        Map.of("image_url", Map.of("url", "data:")))
                        .map(value -> invalid("JSON image " + value, IMAGE, request -> jsonWith(IMAGE, value, request))))
                .flatMap(rows -> rows);
    }

    private static String twice(String name) {
        JsonObject body = Creates.json().put("deadline", 60).put(IMAGE, dataUrl(png(9)));
        return body.encode().replaceFirst("}$", ",\"" + name + "\":" + Json.encode(body.getValue(name)) + "}");
    }

    private static String without(String name) {
        JsonObject body = Creates.json();
        body.remove(name);
        return body.encode();
    }

    private static Stream<BadRequest> contentTypes() {
        return Stream.of(
                Stream.of("text/plain", "application/xml", "application/x-www-form-urlencoded", "multipart/mixed; boundary=b",
                        "image/png",
                        "nonsense", "/", "")
                        .map(type -> raw("content type '" + type + "'", 415, "invalid_request", null,
                                "POST /v1/videos HTTP/1.1\nContent-Type: " + type + "\nContent-Length: 2\n",
                                "{}".getBytes(UTF_8))),
                Stream.of(raw("no content type", 400, "invalid_request", "prompt",
                        "POST /v1/videos HTTP/1.1\nContent-Length: 2\n", "{}".getBytes(UTF_8))),
                Stream.of(multipart("no boundary", "prompt", "multipart/form-data", "--b\r\n\r\n--b--"),
                        multipart("empty", null, FORM, ""),
                        multipart("garbage", null, FORM, "\u0000\u0001\u0002garbage\r\n\r\n"),
                        multipart("other boundary", null, FORM, "--c\r\n\r\n--c--\r\n"),
                        multipart("truncated in a field", null, FORM,
                                "--b\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\na do"),
                        multipart("truncated in a file", null, FORM,
                                "--b\r\nContent-Disposition: form-data; name=\"input_reference\"; filename=\"a.png\"\r\n\r\n\u0089PNG"),
                        multipart("part without a name", "prompt", FORM,
                                "--b\r\nContent-Disposition: form-data\r\n\r\na\r\n--b--\r\n"),
                        multipart("part without a disposition", "prompt", FORM,
                                "--b\r\nX: y\r\n\r\na\r\n--b--\r\n"),
                        multipart("unknown charset", null, "multipart/form-data; charset=nonsense; boundary=b",
                                "--b\r\nContent-Disposition: form-data; name=\"prompt\"\r\nContent-Type: text/plain; charset=nonsense\r\n\r\na"
                                        + "\r\n--b--\r\n"),
                        multipart("bad base64", "prompt", FORM,
                                part("model", "Content-Transfer-Encoding: base64\r\n", "!!!!") + "--b--\r\n"),
                        multipart("bad quoted-printable", "model", FORM,
                                part("prompt", "Content-Transfer-Encoding: quoted-printable\r\n", "a=zz=") + "--b--\r\n"),
                        multipart("two thousand fields", null, FORM, part("n", "", "1").repeat(2000) + "--b--\r\n"),
                        multipart("name without an end", "model", FORM,
                                "--b\r\nContent-Disposition: form-data; name=\"prompt\r\n\r\na\r\n--b--\r\n"),
                        multipart("path as a file name", "input_reference", FORM,
                                Creates.fields().entrySet().stream().map(field -> part(field.getKey(), "", field.getValue()))
                                        .collect(joining())
                                        + part("input_reference\"; filename=\"../../\u0000/etc/passwd", "", "x") + "--b--\r\n"),
                        multipart("header line of rubbish", null, FORM,
                                "--b\r\nrubbish\r\n\r\na\r\n--b--\r\n")),
                Stream.of(bad("JSON of an unknown charset", 400, "invalid_request", "prompt", request -> request
                        .header("Content-Type", "application/json; charset=nonsense").body("{}".getBytes(UTF_8))
                        .post("/v1/videos"))))
                .flatMap(rows -> rows);
    }

    private static String part(String name, String header, String value) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n" + header + "\r\n" + value + "\r\n";
    }

    private static BadRequest multipart(String name, @Nullable String param, String type, String body) {
        byte[] bytes = body.getBytes(ISO_8859_1);
        return raw("multipart: " + name, 400, "invalid_request", param,
                "POST /v1/videos HTTP/1.1\nContent-Type: " + type + "\nContent-Length: " + bytes.length + "\n", bytes);
    }

    private static Stream<BadRequest> tooLarge() {
        return Stream.of(FORM, "application/json").flatMap(type -> Stream.of(
                tooLarge("by its length, " + type, type, out -> {
                    out.write("Content-Length: %d\r\n\r\n".formatted(TOO_MANY).getBytes(UTF_8));
                    out.write(start(type));
                    out.write(new byte[TOO_MANY - start(type).length]);
                }),
                tooLarge("by its length, never sent, " + type, type,
                        out -> out.write("Content-Length: %d\r\n\r\n".formatted(TOO_MANY).getBytes(UTF_8))),
                tooLarge("in chunks, " + type, type, out -> {
                    out.write("Transfer-Encoding: chunked\r\n\r\n".getBytes(UTF_8));
                    chunk(start(type), out);
                    for (int sent = 0; sent < TOO_MANY; sent += CHUNK.length) {
                        chunk(CHUNK, out);
                    }
                    chunk(new byte[0], out);
                })));
    }

    private static BadRequest tooLarge(String name, String type, RawHttp.Sender body) {
        return new BadRequest("too large " + name, 413, "invalid_request", null, server -> RawHttp.send(server, out -> {
            out.write("POST /v1/videos HTTP/1.1\r\nHost: localhost\r\nAuthorization: %s\r\nContent-Type: %s\r\n"
                    .formatted(TestDatabase.ALICE, type).getBytes(UTF_8));
            body.send(out);
        }));
    }

    private static byte[] start(String type) {
        return (type.startsWith("multipart")
                ? "--b\r\nContent-Disposition: form-data; name=\"input_reference\"; filename=\"a\"\r\n\r\n"
                : "{\"input_reference\":\"").getBytes(UTF_8);
    }

    private static void chunk(byte[] bytes, OutputStream out) throws IOException {
        out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(UTF_8));
        out.write(bytes);
        out.write("\r\n".getBytes(UTF_8));
    }
}
