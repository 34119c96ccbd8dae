package dev.reelay.testing;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.awaitEnd;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.Api.form;
import static dev.reelay.testing.Api.get;
import static dev.reelay.testing.Json.at;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.TestDatabase.BOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.quarkus.test.common.http.TestHTTPResource;
import io.vertx.core.json.JsonObject;

import dev.reelay.sandbox.Media;
import dev.reelay.testing.EventReader.Event;

/** The main flow from create to download with the sandbox as the upstream, in the test's process and as packaged. */
public abstract class EndToEndFlow {
    private static final String PROMPT = "参考配图，使得动物们活跃起来，在场地里绕场一周的追逐";

    @TestHTTPResource
    public URI reelay;
    @TempDir
    Path folder;

    @Test
    void videoIsCreatedWatchedAndDownloaded() throws Exception {
        String id = create(ALICE, PROMPT);

        List<Event> events = EventReader.readAll(reelay.resolve("/v1/videos/" + id + "/events"), ALICE);
        assertThat(events).extracting(Event::id).isSorted().doesNotHaveDuplicates();
        assertThat(events).extracting(event -> event.video().getInteger("progress")).isSorted().endsWith(100);
        assertThat(events.subList(0, events.size() - 1)).extracting(Event::kind).containsOnly("progress");
        Event last = events.get(events.size() - 1);
        assertThat(last.kind()).isEqualTo("completed");

        JsonObject video = get(ALICE, id);
        assertThat(last.video().getMap()).isEqualTo(video.getMap());
        assertThat(video.getString("prompt")).isEqualTo(PROMPT);
        assertThat(video.getLong("completed_at")).isGreaterThanOrEqualTo(video.getLong("created_at"));
        JsonObject clip = Media.probe(download(video.getString("url")));
        assertThat(clip.getString("codec_name")).isEqualTo("h264");
        assertThat(clip.getString("pix_fmt")).isEqualTo("yuv420p");
        assertThat(List.of(clip.getInteger("width"), clip.getInteger("height"))).containsExactly(1280, 720);
        assertThat(Double.parseDouble(clip.getString("duration"))).isBetween(9.9, 10.1);
    }

    @Test
    void referenceImageReachesUpstream() throws Exception {
        byte[] picture = Files.readAllBytes(Media.picture(folder.resolve("picture.png")));

        String id = Json.of(form(ALICE, "the picture, moving").multiPart("input_reference", "picture", picture)
                .post("/v1/videos").then().statusCode(200).extract()).get("id");

        String other = create(ALICE, "the picture, moving");
        JsonObject video = awaitEnd(ALICE, id, "completed");
        awaitEnd(ALICE, other, "completed");
        assertThat(download(video.getString("url")))
                .satisfies(withImage -> assertThat(Files.mismatch(withImage, download(get(ALICE, other).getString("url"))))
                        .isNotEqualTo(-1));
    }

    @Test
    void newVideoHasTheFieldsOfTheContract() {
        form(ALICE, "[stall] a dog").post("/v1/videos").then().statusCode(200)
                .contentType("application/json")
                .body(at("id", matchesPattern("video_[0-9a-f]{32}")))
                .body(at("status", equalTo("submitted")))
                .body(at("progress", equalTo(0)))
                .body(at("prompt", equalTo("[stall] a dog")))
                .body(at("model", equalTo("sora-2")))
                .body(at("size", equalTo("1280x720")))
                .body(at("seconds", equalTo("10")))
                .body(at("url", nullValue()))
                .body(at("completed_at", nullValue()));
    }

    @Test
    void failedVideoHasErrorAndCode() throws Exception {
        String id = create(ALICE, "[fail:content_policy_violation] a dog");

        List<Event> events = EventReader.readAll(reelay.resolve("/v1/videos/" + id + "/events"), ALICE);

        assertThat(events.get(events.size() - 1).kind()).isEqualTo("failed");
        JsonObject video = get(ALICE, id);
        assertThat(video.getString("error")).isEqualTo("Content policy violation");
        assertThat(video.getString("error_code")).isEqualTo("content_policy_violation");
        as(ALICE).get("/v1/videos/" + id + "/content").then().statusCode(400)
                .body(at("error.code", equalTo("invalid_request")));
    }

    @Test
    void videoOfAnotherKeyReturns404() {
        String id = create(ALICE, "[stall] mine");

        for (String path : List.of("", "/content", "/events")) {
            as(BOB).get("/v1/videos/" + id + path).then().statusCode(404).body(at("error.code", equalTo("not_found")));
        }
    }

    private Path download(String url) throws IOException {
        Path file = Files.createTempFile(folder, "clip", ".mp4");
        Files.write(file, as(ALICE).get(url).then().statusCode(200).contentType("video/mp4").extract().asByteArray());
        return file;
    }
}
