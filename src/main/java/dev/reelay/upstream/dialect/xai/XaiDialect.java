package dev.reelay.upstream.dialect.xai;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.mutiny.Uni;

import dev.reelay.model.ProviderOptions;
import dev.reelay.model.VideoSize;
import dev.reelay.upstream.dialect.Account;
import dev.reelay.upstream.dialect.ContentLocation;
import dev.reelay.upstream.dialect.ContentRequest;
import dev.reelay.upstream.dialect.Handle;
import dev.reelay.upstream.dialect.Submission;
import dev.reelay.upstream.dialect.UpstreamCreate;
import dev.reelay.upstream.dialect.UpstreamDialect;
import dev.reelay.upstream.dialect.UpstreamResponse;
import dev.reelay.upstream.dialect.UpstreamStatus;
import dev.reelay.upstream.http.JsonImage;
import dev.reelay.upstream.http.ProviderClient;
import dev.reelay.upstream.http.ProviderRequest;
import dev.reelay.upstream.http.RequestBody;

/** The wire format of xAI's video API. The handle is the id of the request. The content is at a URL, which needs no key. */
@ApplicationScoped
class XaiDialect implements UpstreamDialect {
    private static final URI XAI = URI.create("https://api.x.ai/v1");
    private static final Duration RESULT_LIFE = Duration.ofHours(24);

    private final ProviderClient client;

    XaiDialect(ProviderClient client) {
        this.client = client;
    }

    @Override
    public String name() {
        return "xai";
    }

    @Override
    public Optional<URI> defaultUrl() {
        return Optional.of(XAI);
    }

    @Override
    public Optional<Duration> resultLife() {
        return Optional.of(RESULT_LIFE);
    }

    @Override
    public Set<String> ownFields() {
        return Set.of("model", "prompt", "duration", "aspect_ratio", "resolution", "image", "reference_images");
    }

    @Override
    public Uni<UpstreamResponse> create(Account account, UpstreamCreate create) {
        Optional<JsonImage> image = create.image().map(JsonImage::of);
        return client.send(account, ProviderRequest.post(URI.create(account.url() + "/videos/generations"), key(account),
                RequestBody.json(body(create, image), image)));
    }

    private ObjectNode body(UpstreamCreate create, Optional<JsonImage> image) {
        VideoSize size = VideoSize.of(create.spec().size());
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", create.model())
                .put("prompt", create.spec().prompt()).put("duration", Integer.parseInt(create.spec().seconds()))
                .put("aspect_ratio", size.ratio()).put("resolution", size.resolution());
        image.ifPresent(given -> body.putObject("image").put("url", given.dataUrl()));
        ProviderOptions.addTo(body, create.spec().options(), name());
        return body;
    }

    @Override
    public Submission submission(UpstreamResponse response) {
        return XaiResponseParser.submission(response);
    }

    @Override
    public Uni<UpstreamResponse> status(Account account, Handle handle) {
        return client.send(account, ProviderRequest.get(URI.create(account.url() + "/videos/" + handle.pathSegment()),
                key(account)));
    }

    @Override
    public UpstreamStatus status(UpstreamResponse response) {
        return XaiResponseParser.status(response);
    }

    @Override
    public Optional<ContentRequest> content(Account account, Handle handle, ContentLocation location,
            Optional<String> variant) {
        return ContentRequest.named(account, location, variant, key(account));
    }

    private static Map<String, String> key(Account account) {
        return Map.of("Authorization", "Bearer " + account.apiKey());
    }
}
