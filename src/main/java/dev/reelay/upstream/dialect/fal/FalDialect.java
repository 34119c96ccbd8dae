package dev.reelay.upstream.dialect.fal;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.mutiny.Uni;

import dev.reelay.model.OfferParam;
import dev.reelay.model.ProviderOptions;
import dev.reelay.upstream.dialect.Account;
import dev.reelay.upstream.dialect.CancellingDialect;
import dev.reelay.upstream.dialect.ContentLocation;
import dev.reelay.upstream.dialect.ContentRequest;
import dev.reelay.upstream.dialect.Handle;
import dev.reelay.upstream.dialect.ResultDialect;
import dev.reelay.upstream.dialect.Submission;
import dev.reelay.upstream.dialect.UpstreamCreate;
import dev.reelay.upstream.dialect.UpstreamResponse;
import dev.reelay.upstream.dialect.UpstreamStatus;
import dev.reelay.upstream.http.JsonImage;
import dev.reelay.upstream.http.ModelInput;
import dev.reelay.upstream.http.ProviderClient;
import dev.reelay.upstream.http.ProviderRequest;
import dev.reelay.upstream.http.RequestBody;

/**
 * The wire format of fal's queue (fal.ai, "Queue API"). The model is the path of a create, and its body is the model's own
 * input.
 * The content is public.
 */
@ApplicationScoped
class FalDialect implements CancellingDialect, ResultDialect {
    private static final URI FAL = URI.create("https://queue.fal.run");
    /** Asked for at each create, because fal's default is not documented. */
    private static final Duration RESULT_LIFE = Duration.ofDays(7);
    private static final Map<OfferParam, String> USUAL_FIELDS = Map.of(OfferParam.SECONDS, "duration",
            OfferParam.RATIO, "aspect_ratio", OfferParam.RESOLUTION, "resolution", OfferParam.IMAGE, "image_url");

    private final ProviderClient client;

    FalDialect(ProviderClient client) {
        this.client = client;
    }

    @Override
    public String name() {
        return "fal";
    }

    @Override
    public Optional<URI> defaultUrl() {
        return Optional.of(FAL);
    }

    @Override
    public Optional<Duration> resultLife() {
        return Optional.of(RESULT_LIFE);
    }

    /** Each model has some of these. */
    @Override
    public boolean usesOfferFields() {
        return true;
    }

    @Override
    public Set<String> ownFields() {
        return Set.of("prompt", "duration", "aspect_ratio", "resolution", "image_url", "start_image_url");
    }

    @Override
    public Uni<UpstreamResponse> create(Account account, UpstreamCreate create) {
        Optional<JsonImage> image = create.image().map(JsonImage::of);
        ObjectNode input = ModelInput.of(create, image.map(JsonImage::dataUrl), USUAL_FIELDS);
        ProviderOptions.addTo(input, create.spec().options(), name());
        RequestBody body = RequestBody.json(input, image);
        return client.send(account, ProviderRequest.post(URI.create(account.url() + "/" + create.model()),
                Map.of("Authorization", key(account), "X-Fal-Object-Lifecycle-Preference",
                        "{\"expiration_duration_seconds\":%d}".formatted(RESULT_LIFE.toSeconds())),
                body));
    }

    @Override
    public Submission submission(UpstreamResponse response) {
        return FalResponseParser.submission(response);
    }

    @Override
    public Uni<UpstreamResponse> status(Account account, Handle handle) {
        return get(account, FalHandle.of(handle).status());
    }

    @Override
    public UpstreamStatus status(UpstreamResponse response) {
        return FalResponseParser.status(response);
    }

    @Override
    public boolean isFinished(UpstreamResponse status) {
        return FalResponseParser.isFinished(status);
    }

    @Override
    public Uni<UpstreamResponse> result(Account account, Handle handle) {
        return get(account, FalHandle.of(handle).result());
    }

    @Override
    public UpstreamStatus result(UpstreamResponse response) {
        return FalResponseParser.result(response);
    }

    @Override
    public Optional<ContentRequest> content(Account account, Handle handle, ContentLocation location,
            Optional<String> variant) {
        return ContentRequest.named(account, location, variant, Map.of("Authorization", key(account)));
    }

    @Override
    public Uni<UpstreamResponse> cancel(Account account, Handle handle) {
        return client.send(account, ProviderRequest.put(FalHandle.at(account, FalHandle.of(handle).cancel()),
                Map.of("Authorization", key(account))));
    }

    private Uni<UpstreamResponse> get(Account account, URI url) {
        return client.send(account,
                ProviderRequest.get(FalHandle.at(account, url), Map.of("Authorization", key(account))));
    }

    private static String key(Account account) {
        return "Key " + account.apiKey();
    }
}
