package dev.reelay.upstream.dialect.replicate;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;

import dev.reelay.upstream.dialect.Account;
import dev.reelay.upstream.dialect.CancellingDialect;
import dev.reelay.upstream.dialect.ContentLocation;
import dev.reelay.upstream.dialect.ContentRequest;
import dev.reelay.upstream.dialect.Handle;
import dev.reelay.upstream.dialect.Submission;
import dev.reelay.upstream.dialect.UpstreamCreate;
import dev.reelay.upstream.dialect.UpstreamResponse;
import dev.reelay.upstream.dialect.UpstreamStatus;
import dev.reelay.upstream.http.ProviderClient;
import dev.reelay.upstream.http.ProviderRequest;

/**
 * The wire format of Replicate's predictions (replicate.com, "HTTP API"). The handle of a video is the id of its prediction.
 * The
 * content is public.
 */
@ApplicationScoped
class ReplicateDialect implements CancellingDialect {
    private static final URI REPLICATE = URI.create("https://api.replicate.com/v1");

    private final ProviderClient client;
    private final ReplicateCreate creates;

    ReplicateDialect(ProviderClient client) {
        this.client = client;
        this.creates = new ReplicateCreate(client);
    }

    @Override
    public String name() {
        return "replicate";
    }

    @Override
    public Optional<URI> defaultUrl() {
        return Optional.of(REPLICATE);
    }

    @Override
    public Optional<Duration> resultLife() {
        return Optional.of(ReplicateResponseParser.LIFE);
    }

    @Override
    public boolean usesOfferFields() {
        return true;
    }

    @Override
    public Set<String> ownFields() {
        return Set.of("prompt", "duration", "aspect_ratio", "resolution", "image", "first_frame_image", "start_image",
                "version", "webhook");
    }

    @Override
    public Uni<UpstreamResponse> create(Account account, UpstreamCreate create) {
        return creates.send(account, create);
    }

    @Override
    public Submission submission(UpstreamResponse response) {
        return ReplicateResponseParser.submission(response);
    }

    @Override
    public Uni<UpstreamResponse> status(Account account, Handle handle) {
        return client.send(account,
                ProviderRequest.get(URI.create(prediction(account, handle)), ReplicateCreate.key(account)));
    }

    @Override
    public UpstreamStatus status(UpstreamResponse response) {
        return ReplicateResponseParser.status(response);
    }

    @Override
    public Optional<ContentRequest> content(Account account, Handle handle, ContentLocation location,
            Optional<String> variant) {
        return ContentRequest.named(account, location, variant, ReplicateCreate.key(account));
    }

    @Override
    public Uni<UpstreamResponse> cancel(Account account, Handle handle) {
        return client.send(account, new ProviderRequest(HttpMethod.POST,
                URI.create(prediction(account, handle) + "/cancel"), ReplicateCreate.key(account), Optional.empty()));
    }

    private static String prediction(Account account, Handle handle) {
        return account.url() + "/predictions/" + handle.pathSegment();
    }
}
