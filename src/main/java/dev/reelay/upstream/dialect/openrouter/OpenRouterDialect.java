package dev.reelay.upstream.dialect.openrouter;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
 * The wire format of OpenRouter's video API (openrouter.ai, "Videos"). The handle of a video is its id. The polling URL in the
 * response to a create is not used, because its form is not documented.
 */
@ApplicationScoped
class OpenRouterDialect implements UpstreamDialect {
    private static final URI OPENROUTER = URI.create("https://openrouter.ai/api/v1");

    private final ProviderClient client;

    OpenRouterDialect(ProviderClient client) {
        this.client = client;
    }

    @Override
    public String name() {
        return "openrouter";
    }

    @Override
    public Optional<URI> defaultUrl() {
        return Optional.of(OPENROUTER);
    }

    /** OpenRouter does not document it. */
    @Override
    public Optional<Duration> resultLife() {
        return Optional.empty();
    }

    @Override
    public Set<String> ownFields() {
        return Set.of("model", "prompt", "duration", "size", "resolution", "aspect_ratio", "frame_images", "input_references",
                "callback_url");
    }

    @Override
    public Uni<UpstreamResponse> create(Account account, UpstreamCreate create) {
        return client.send(account,
                ProviderRequest.post(URI.create(account.url() + "/videos"), key(account), OpenRouterBody.of(create)));
    }

    @Override
    public Submission submission(UpstreamResponse response) {
        return OpenRouterResponseParser.submission(response);
    }

    @Override
    public Uni<UpstreamResponse> status(Account account, Handle handle) {
        return client.send(account, ProviderRequest.get(video(account, handle), key(account)));
    }

    @Override
    public UpstreamStatus status(UpstreamResponse response) {
        return OpenRouterResponseParser.status(response);
    }

    /** Returns the content endpoint. The URLs in the status are of several kinds, and only some need the key. */
    @Override
    public Optional<ContentRequest> content(Account account, Handle handle, ContentLocation location,
            Optional<String> variant) {
        return variant.isPresent() ? Optional.empty()
                : Optional
                        .of(ContentRequest.of(account, URI.create(video(account, handle) + "/content?index=0"), key(account)));
    }

    private static URI video(Account account, Handle handle) {
        return URI.create(account.url() + "/videos/" + handle.pathSegment());
    }

    private static Map<String, String> key(Account account) {
        return Map.of("Authorization", "Bearer " + account.apiKey());
    }
}
