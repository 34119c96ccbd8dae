package dev.reelay.telemetry;

import static dev.reelay.testing.Waits.LIMIT;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.model.TestModels;
import dev.reelay.trace.SpanCollector;
import dev.reelay.trace.SpanCollector.ReceivedSpan;
import dev.reelay.video.Cost;
import dev.reelay.video.Failure;
import dev.reelay.video.Progress;
import dev.reelay.video.Video;
import dev.reelay.video.Video.Times;
import dev.reelay.video.Video.UpstreamJob;
import dev.reelay.video.VideoId;
import dev.reelay.video.VideoSpec;
import dev.reelay.video.VideoStatus;

class VideoTracesTest {
    private static final VideoLabels LABELS = new VideoLabels(TestModels.builtIn("sora-2"));

    private final SpanCollector collector = new SpanCollector();

    private record Config(Optional<URI> endpoint, Optional<String> headers, double ratio, String serviceName, String version)
            implements
                TracesConfig {
    }

    @AfterEach
    void close() {
        collector.close();
    }

    @Test
    void spansOfTwoNodesShareOneTrace() {
        Video video = video(VideoId.random());

        node(1, a -> poll(a, video));
        node(1, b -> b.ended(video.completed(Optional.empty(), Optional.empty())));

        List<ReceivedSpan> spans = collector.ofVideo(video.id().value());
        assertThat(spans).extracting(ReceivedSpan::name).containsExactly("poll", "video");
        assertThat(spans).extracting(ReceivedSpan::parent).containsOnly(TraceIds.rootContext(video.id()).getSpanId());
        assertThat(spans).extracting(ReceivedSpan::node).doesNotHaveDuplicates();
    }

    @Test
    void sampledVideosAreTracedInFull() {
        List<Video> videos = Stream.generate(VideoId::random).limit(60).map(VideoTracesTest::video).toList();

        node(0.5, a -> videos.forEach(video -> poll(a, video)));
        node(0.5, b -> videos.forEach(video -> b.ended(video.completed(Optional.empty(), Optional.empty()))));

        assertThat(videos).extracting(video -> collector.ofVideo(video.id().value()).size()).containsOnly(0, 2);
    }

    @Test
    void failedCallRecordsErrorTypeWithoutMessage() {
        Video video = video(VideoId.random());

        node(1, a -> {
            a.call("poll", video, () -> Uni.createFrom().failure(new IllegalStateException("with a prompt")), answer -> "never")
                    .onFailure().recoverWithNull().await().atMost(LIMIT);
            a.ended(video.failed(new Failure("content_policy_violation", "with a prompt")));
        });

        List<ReceivedSpan> spans = collector.ofVideo(video.id().value());
        assertThat(spans).extracting(span -> span.attributes().get("error.type"))
                .containsExactly("IllegalStateException", "content_policy_violation");
        assertThat(spans.toString()).doesNotContain("prompt");
    }

    @Test
    void failedDownloadHasStatusOfItsErrorResponse() {
        Video broken = video(VideoId.random());
        Video rejected = video(VideoId.random());

        node(1, a -> {
            download(a, broken, new IllegalStateException("with a prompt"));
            download(a, rejected, new ReelayException(ErrorCode.NOT_FOUND, "gone"));
        });

        assertThat(statusOf(broken)).isEqualTo("500");
        assertThat(statusOf(rejected)).isEqualTo("404");
    }

    @Test
    void callForVideoWithoutTraceReturnsResult() {
        Video video = video(VideoId.of("video_" + "0".repeat(32)));

        node(1, a -> assertThat(poll(a, video)).isEqualTo("answer"));

        assertThat(collector.all()).isEmpty();
    }

    @Test
    void callWithoutEndpointReturnsTheSameUni() {
        VideoTraces off = new VideoTraces(new Config(Optional.empty(), Optional.empty(), 1, "reelay", "1"), LABELS);
        Uni<String> call = Uni.createFrom().item("answer");

        assertThat(off.call("poll", video(VideoId.random()), () -> call, answer -> answer)).isSameAs(call);
    }

    /** One that lives for as long as {@code work} takes, and exports what it has at its end. */
    private void node(double ratio, Consumer<VideoTraces> work) {
        VideoTraces traces = new VideoTraces(new Config(Optional.of(URI.create(collector.url())), Optional.empty(), ratio,
                "reelay", "1"), LABELS);
        work.accept(traces);
        traces.onStop(new ShutdownEvent());
    }

    /** Sends a request to a server whose response fails before its head, and waits for its error response. */
    private static void download(VideoTraces node, Video video, Exception failure) {
        Vertx vertx = Vertx.vertx();
        try {
            HttpServer server = await(vertx.createHttpServer()
                    .requestHandler(request -> node.download(video, "/content", request, () -> Future.failedFuture(failure))
                            .onFailure(sent -> request.response().setStatusCode(400).end()))
                    .listen(0, "localhost"));
            await(vertx.createHttpClient().request(HttpMethod.GET, server.actualPort(), "localhost", "/")
                    .compose(HttpClientRequest::send));
        } finally {
            await(vertx.close());
        }
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    private String statusOf(Video video) {
        return collector.ofVideo(video.id().value()).get(0).attributes().get("http.response.status_code");
    }

    private static String poll(VideoTraces node, Video video) {
        return node.call("poll", video, () -> Uni.createFrom().item("answer"), answer -> answer).await().atMost(LIMIT);
    }

    private static Video video(VideoId id) {
        return new Video(id, "alice", 2, VideoStatus.IN_PROGRESS, Progress.NONE,
                new VideoSpec("a dog", "sora-2", "1280x720", "10"),
                Optional.empty(), new Times(Instant.now(), Optional.empty()), Optional.empty(),
                new UpstreamJob(Optional.of("default"), Optional.of("up_1"), Optional.empty(), Optional.empty()),
                Optional.empty(), Cost.NONE, Optional.empty(), Optional.empty());
    }
}
