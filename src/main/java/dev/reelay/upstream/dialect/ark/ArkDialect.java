package dev.reelay.upstream.dialect.ark;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.mutiny.Uni;

import dev.reelay.model.ProviderOptions;
import dev.reelay.model.VideoSize;
import dev.reelay.upstream.dialect.Account;
import dev.reelay.upstream.dialect.CancellingDialect;
import dev.reelay.upstream.dialect.ContentLocation;
import dev.reelay.upstream.dialect.ContentRequest;
import dev.reelay.upstream.dialect.Handle;
import dev.reelay.upstream.dialect.Submission;
import dev.reelay.upstream.dialect.UpstreamCreate;
import dev.reelay.upstream.dialect.UpstreamResponse;
import dev.reelay.upstream.dialect.UpstreamStatus;
import dev.reelay.upstream.http.JsonImage;
import dev.reelay.upstream.http.ProviderClient;
import dev.reelay.upstream.http.ProviderRequest;
import dev.reelay.upstream.http.RequestBody;

/**
 * The wire format of Ark's content generation tasks. The handle is the id of the task. The content is at a signed URL, which
 * needs no key.
 */
@ApplicationScoped
class ArkDialect implements CancellingDialect {
    /** BytePlus. Volcengine has another host, and keys of its own. */
    private static final URI MODEL_ARK = URI.create("https://ark.ap-southeast.bytepluses.com/api/v3");
    private static final Duration RESULT_LIFE = Duration.ofHours(24);

    private final ProviderClient client;

    ArkDialect(ProviderClient client) {
        this.client = client;
    }

    @Override
    public String name() {
        return "ark";
    }

    @Override
    public Optional<URI> defaultUrl() {
        return Optional.of(MODEL_ARK);
    }

    @Override
    public Optional<Duration> resultLife() {
        return Optional.of(RESULT_LIFE);
    }

    @Override
    public Set<String> ownFields() {
        return Set.of("model", "content", "ratio", "resolution", "duration", "frames", "callback_url");
    }

    @Override
    public Uni<UpstreamResponse> create(Account account, UpstreamCreate create) {
        Optional<JsonImage> image = create.image().map(JsonImage::of);
        return client.send(account,
                ProviderRequest.post(tasks(account), key(account), RequestBody.json(body(create, image), image)));
    }

    private ObjectNode body(UpstreamCreate create, Optional<JsonImage> image) {
        VideoSize size = VideoSize.of(create.spec().size());
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("model", create.model()).put("ratio", size.ratio())
                .put("resolution", size.resolution()).put("duration", Integer.parseInt(create.spec().seconds()));
        ArrayNode content = body.putArray("content");
        content.addObject().put("type", "text").put("text", create.spec().prompt());
        image.ifPresent(given -> content.addObject().put("type", "image_url").put("role", "first_frame")
                .putObject("image_url").put("url", given.dataUrl()));
        ProviderOptions.addTo(body, create.spec().options(), name());
        return body;
    }

    @Override
    public Submission submission(UpstreamResponse response) {
        return ArkResponseParser.submission(response);
    }

    @Override
    public Uni<UpstreamResponse> status(Account account, Handle handle) {
        return client.send(account, ProviderRequest.get(task(account, handle), key(account)));
    }

    @Override
    public UpstreamStatus status(UpstreamResponse response) {
        return ArkResponseParser.status(response);
    }

    @Override
    public Optional<ContentRequest> content(Account account, Handle handle, ContentLocation location,
            Optional<String> variant) {
        return ContentRequest.named(account, location, variant, key(account));
    }

    /** Cancels a waiting task. No source says what happens to a running one. */
    @Override
    public Uni<UpstreamResponse> cancel(Account account, Handle handle) {
        return client.send(account, ProviderRequest.delete(task(account, handle), key(account)));
    }

    private static URI tasks(Account account) {
        return URI.create(account.url() + "/contents/generations/tasks");
    }

    private static URI task(Account account, Handle handle) {
        return URI.create(tasks(account) + "/" + handle.pathSegment());
    }

    private static Map<String, String> key(Account account) {
        return Map.of("Authorization", "Bearer " + account.apiKey());
    }
}
