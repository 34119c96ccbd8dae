package dev.reelay.sdk;

import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.UnauthorizedException;
import com.openai.errors.UnexpectedStatusCodeException;
import com.openai.errors.UnprocessableEntityException;
import com.openai.models.videos.ImageInputReferenceParam;
import com.openai.models.videos.Video;
import com.openai.models.videos.VideoCreateParams;
import com.openai.models.videos.VideoDeleteResponse;
import com.openai.models.videos.VideoListPage;
import com.openai.models.videos.VideoListParams;
import com.openai.models.videos.VideoSeconds;
import com.openai.models.videos.VideoSize;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

import dev.reelay.sandbox.Media;
import dev.reelay.testing.Api;
import dev.reelay.testing.TestDatabase;

/** Tests Reelay with OpenAI's library for Java; only its base URL and API key are configured. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class OpenAiJavaSdkTest {
    private static final String UNKNOWN = "video_00000000000000000000000000000000";

    @TestHTTPResource("/v1")
    URI url;
    @TempDir
    Path folder;

    private OpenAIClient alice;
    private OpenAIClient bob;

    @BeforeEach
    void connect() {
        alice = client(TestDatabase.ALICE);
        bob = client(TestDatabase.BOB);
    }

    @Test
    void videoIsCreatedPolledDownloadedAndDeleted() throws Exception {
        Video created = alice.videos().create(order("a fox in the snow").build());
        assertThat(created.validate().status()).isEqualTo(Video.Status.QUEUED);
        assertThat(created.seconds()).isEqualTo(VideoSeconds.of("10"));
        assertThat(created.size()).isEqualTo(VideoSize._1280X720);
        assertThat(created.prompt()).contains("a fox in the snow");

        Video completed = awaitEnd(created.id());

        assertThat(completed.validate().status()).isEqualTo(Video.Status.COMPLETED);
        assertThat(completed.progress()).isEqualTo(100);
        assertThat(completed.completedAt()).hasValueSatisfying(
                end -> assertThat(end).isGreaterThanOrEqualTo(completed.createdAt()));
        assertThat(completed.error()).isEmpty();
        Path clip = download(completed.id());
        assertThat(Media.probe(clip).getString("codec_name")).isEqualTo("h264");
        assertThat(Files.readAllBytes(clip)).isEqualTo(Api.as(TestDatabase.ALICE)
                .get("/v1/videos/" + completed.id() + "/content").then().statusCode(200).extract().asByteArray());

        VideoDeleteResponse deleted = alice.videos().delete(completed.id());
        assertThat(deleted.validate().deleted()).isTrue();
        assertThat(deleted.id()).isEqualTo(completed.id());
        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> alice.videos().retrieve(completed.id()));
    }

    @Test
    void referenceImageIsAcceptedInEachFormOfTheLibrary() throws Exception {
        Path file = Media.picture(folder.resolve("picture.png"));
        byte[] bytes = Files.readAllBytes(file);
        String dataUrl = "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes);

        for (VideoCreateParams.Builder order : List.of(
                order("[stall] a file").inputReference(file),
                order("[stall] bytes").inputReference(bytes),
                order("[stall] a stream").inputReference(Files.newInputStream(file)),
                order("[stall] a data url").inputReference(
                        ImageInputReferenceParam.builder().imageUrl(dataUrl).build()))) {
            Video video = alice.videos().create(order.build());

            assertThat(video.validate().status()).isEqualTo(Video.Status.QUEUED);
            cancel(video);
        }
    }

    @Test
    void failedVideoHasItsReason() {
        Video created = bob.videos().create(order("[fail:content_policy_violation][slow:1ms] x").build());

        Video failed = awaitEnd(bob, created.id());

        assertThat(failed.validate().status()).isEqualTo(Video.Status.FAILED);
        assertThat(failed.error()).hasValueSatisfying(error -> {
            assertThat(error.code()).isEqualTo("content_policy_violation");
            assertThat(error.message()).isEqualTo("Content policy violation");
        });
    }

    @Test
    void listIsReadPageByPage() {
        List<String> newestFirst = Stream.of("one", "two", "three", "four", "five")
                .map(name -> bob.videos().create(order("[fail:x][slow:1ms] " + name).build()).id())
                .sorted((a, b) -> -1).toList();

        VideoListPage first = bob.videos().list(VideoListParams.builder().limit(2).build());

        assertThat(first.items()).extracting(Video::id).isEqualTo(newestFirst.subList(0, 2));
        assertThat(first.hasNextPage()).isTrue();
        assertThat(first.autoPager().stream().limit(5).map(video -> video.validate().id())).isEqualTo(newestFirst);
        List<String> oldestFirst = bob.videos().list(VideoListParams.builder().limit(2)
                .order(VideoListParams.Order.ASC).build()).autoPager().stream().map(Video::id).toList();
        assertThat(oldestFirst).doesNotHaveDuplicates();
        assertThat(oldestFirst.subList(oldestFirst.size() - 5, oldestFirst.size()))
                .containsExactly(newestFirst.get(4), newestFirst.get(3), newestFirst.get(2), newestFirst.get(1),
                        newestFirst.get(0));
    }

    @Test
    void invalidRequestIsABadRequest() {
        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> alice.videos().create(order("x").seconds(VideoSeconds._4).build()))
                .satisfies(wrong -> assertThat(wrong.code()).contains("invalid_request"))
                .satisfies(wrong -> assertThat(wrong.type()).contains("invalid_request_error"))
                .satisfies(wrong -> assertThat(wrong.param()).contains("seconds"))
                .withMessageContaining("Allowed: 10, 15");
    }

    @Test
    void wrongKeyIsUnauthorized() {
        assertThatExceptionOfType(UnauthorizedException.class)
                .isThrownBy(() -> client("sk-wrong").videos().retrieve(UNKNOWN))
                .satisfies(refused -> assertThat(refused.code()).contains("authentication_error"));
    }

    @Test
    void videoOfAnotherOwnerIsNotFound() {
        Video mine = alice.videos().create(order("[stall] mine").build());

        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> bob.videos().retrieve(mine.id()))
                .satisfies(refused -> assertThat(refused.code()).contains("not_found"));
        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> bob.videos().downloadContent(mine.id()));
        assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> bob.videos().delete(mine.id()));

        cancel(mine);
    }

    @Test
    void openVideoIsNotDeleted() {
        Video open = alice.videos().create(order("[stall] x").build());

        assertThatExceptionOfType(UnexpectedStatusCodeException.class)
                .isThrownBy(() -> alice.videos().delete(open.id()))
                .satisfies(refused -> assertThat(refused.statusCode()).isEqualTo(409))
                .extracting(OpenAIServiceException::code).isEqualTo(Optional.of("conflict"));

        cancel(open);
    }

    @Test
    void contentOfAnOpenVideoIsABadRequest() {
        Video open = alice.videos().create(order("[stall] x").build());

        assertThatExceptionOfType(BadRequestException.class)
                .isThrownBy(() -> alice.videos().downloadContent(open.id()))
                .withMessageContaining("once its status is completed");

        cancel(open);
    }

    @Test
    void repeatedIdempotencyKeyReturnsTheSameVideo() {
        Video first = alice.videos().create(order("[stall] first").putAdditionalHeader("Idempotency-Key", "java").build());

        Video again = alice.videos().create(order("[stall] first").putAdditionalHeader("Idempotency-Key", "java").build());

        assertThat(again.id()).isEqualTo(first.id());
        assertThatExceptionOfType(UnprocessableEntityException.class)
                .isThrownBy(() -> alice.videos()
                        .create(order("[stall] second").putAdditionalHeader("Idempotency-Key", "java").build()))
                .satisfies(refused -> assertThat(refused.code()).contains("idempotency_mismatch"));

        cancel(first);
    }

    private OpenAIClient client(String key) {
        return OpenAIOkHttpClient.builder().baseUrl(url.toString()).apiKey(key).build();
    }

    private static VideoCreateParams.Builder order(String prompt) {
        return VideoCreateParams.builder().prompt(prompt).model("sora-2").size(VideoSize._1280X720)
                .seconds(VideoSeconds.of("10"));
    }

    private Video awaitEnd(String id) {
        return awaitEnd(alice, id);
    }

    private static Video awaitEnd(OpenAIClient client, String id) {
        return await().until(
                () -> client.videos().retrieve(id),
                video -> !video.status().equals(Video.Status.QUEUED) && !video.status().equals(Video.Status.IN_PROGRESS));
    }

    private Path download(String id) throws IOException {
        Path file = folder.resolve(id + ".mp4");
        try (HttpResponse response = alice.videos().downloadContent(id)) {
            Files.copy(response.body(), file);
        }
        return file;
    }

    /** An open video would take a place at the upstream for as long as the tests run. */
    private static void cancel(Video video) {
        Api.as(TestDatabase.ALICE).post("/v1/videos/" + video.id() + "/cancel").then().statusCode(200);
    }
}
