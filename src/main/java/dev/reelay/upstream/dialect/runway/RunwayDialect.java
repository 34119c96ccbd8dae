package dev.reelay.upstream.dialect.runway;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;

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
 * The wire format of Runway's API (docs.dev.runwayml.com). The handle of a video is the id of its task. The content has signed
 * URLs, and each status signs new ones.
 */
@ApplicationScoped
class RunwayDialect implements CancellingDialect {
    private static final URI RUNWAY = URI.create("https://api.dev.runwayml.com");
    /** The least life of a signed URL. */
    private static final Duration RESULT_LIFE = Duration.ofHours(24);

    private final ProviderClient client;
    private final RunwayCreate creates;

    RunwayDialect(ProviderClient client) {
        this.client = client;
        this.creates = new RunwayCreate(client);
    }

    @Override
    public String name() {
        return "runway";
    }

    @Override
    public Optional<URI> defaultUrl() {
        return Optional.of(RUNWAY);
    }

    @Override
    public Optional<Duration> resultLife() {
        return Optional.of(RESULT_LIFE);
    }

    @Override
    public Set<String> ownFields() {
        return Set.of("model", "promptText", "promptImage", "ratio", "duration", "resolution", "outputFormat");
    }

    @Override
    public Uni<UpstreamResponse> create(Account account, UpstreamCreate create) {
        return creates.send(account, create);
    }

    @Override
    public Submission submission(UpstreamResponse response) {
        return RunwayResponseParser.submission(response);
    }

    @Override
    public Uni<UpstreamResponse> status(Account account, Handle handle) {
        return client.send(account, ProviderRequest.get(task(account, handle), RunwayCreate.headers(account)));
    }

    @Override
    public UpstreamStatus status(UpstreamResponse response) {
        return RunwayResponseParser.status(response);
    }

    @Override
    public Optional<ContentRequest> content(Account account, Handle handle, ContentLocation location,
            Optional<String> variant) {
        return ContentRequest.named(account, location, variant, RunwayCreate.headers(account));
    }

    /** Cancels a running task. The same request deletes a task that has ended. */
    @Override
    public Uni<UpstreamResponse> cancel(Account account, Handle handle) {
        return client.send(account, ProviderRequest.delete(task(account, handle), RunwayCreate.headers(account)));
    }

    private static URI task(Account account, Handle handle) {
        return URI.create(account.url() + "/v1/tasks/" + handle.pathSegment());
    }
}
