package dev.reelay.upstream.dialect.gemini;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

import dev.reelay.upstream.dialect.Account;
import dev.reelay.upstream.dialect.ContentLocation;
import dev.reelay.upstream.dialect.ContentRequest;
import dev.reelay.upstream.dialect.Handle;
import dev.reelay.upstream.dialect.Submission;
import dev.reelay.upstream.dialect.UpstreamCreate;
import dev.reelay.upstream.dialect.UpstreamDialect;
import dev.reelay.upstream.dialect.UpstreamResponse;
import dev.reelay.upstream.dialect.UpstreamStatus;
import dev.reelay.upstream.http.ProviderClient;
import dev.reelay.upstream.http.ProviderRequest;

/**
 * The wire format of Veo in Google's Gemini API (ai.google.dev, "Generate videos with Veo"). The model is in the path of a
 * create, and the handle of a video is the name of a long-running operation.
 */
@ApplicationScoped
class GeminiDialect implements UpstreamDialect {
    private static final URI GEMINI = URI.create("https://generativelanguage.googleapis.com/v1beta");
    /** Google keeps a video for two days. */
    private static final Duration RESULT_LIFE = Duration.ofHours(48);

    private final ProviderClient client;

    GeminiDialect(ProviderClient client) {
        this.client = client;
    }

    @Override
    public String name() {
        return "gemini";
    }

    @Override
    public Optional<URI> defaultUrl() {
        return Optional.of(GEMINI);
    }

    @Override
    public Optional<Duration> resultLife() {
        return Optional.of(RESULT_LIFE);
    }

    @Override
    public Set<String> ownFields() {
        return Set.of("instances", "prompt", "image", "lastFrame", "video", "aspectRatio", "resolution", "durationSeconds",
                "sampleCount",
                "webhookConfig");
    }

    @Override
    public Uni<UpstreamResponse> create(Account account, UpstreamCreate create) {
        return client.send(account,
                ProviderRequest.post(URI.create(account.url() + "/models/" + segment(create.model()) + ":predictLongRunning"),
                        key(account), GeminiBody.of(create)));
    }

    @Override
    public Submission submission(UpstreamResponse response) {
        return GeminiResponseParser.submission(response);
    }

    @Override
    public Uni<UpstreamResponse> status(Account account, Handle handle) {
        return client.send(account, ProviderRequest.get(video(account, handle), key(account)));
    }

    @Override
    public UpstreamStatus status(UpstreamResponse response) {
        return GeminiResponseParser.status(response);
    }

    @Override
    public Optional<ContentRequest> content(Account account, Handle handle, ContentLocation location,
            Optional<String> variant) {
        return ContentRequest.named(account, location, variant, key(account));
    }

    /** Encodes each segment of the operation's name, so that no name leads elsewhere. */
    private static URI video(Account account, Handle operation) {
        return URI.create(account.url() + "/" + Arrays.stream(operation.value().split("/", -1))
                .map(GeminiDialect::segment).collect(Collectors.joining("/")));
    }

    private static String segment(String text) {
        return new Handle(text).pathSegment();
    }

    private static Map<String, String> key(Account account) {
        return Map.of("x-goog-api-key", account.apiKey());
    }
}
