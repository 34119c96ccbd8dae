package dev.reelay.upstream.dialect.sora;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

/** The wire format of the contract, and of OpenAI's Videos API. The handle of a video is its id. */
@ApplicationScoped
class SoraDialect implements UpstreamDialect {
    private final SoraApiFactory apis = new SoraApiFactory();

    @Override
    public String name() {
        return "sora";
    }

    @Override
    public Optional<URI> defaultUrl() {
        return Optional.empty();
    }

    @Override
    public Optional<Duration> resultLife() {
        return Optional.empty();
    }

    @Override
    public Set<String> ownFields() {
        return Set.of("prompt", "model", "size", "seconds", "input_reference");
    }

    @Override
    public Uni<UpstreamResponse> create(Account account, UpstreamCreate create) {
        return apis.of(account).create(account.apiKey(), create.id().value(), SoraForm.of(create)).map(UpstreamResponse::of);
    }

    @Override
    public Submission submission(UpstreamResponse response) {
        return SoraResponseParser.submission(response);
    }

    @Override
    public Uni<UpstreamResponse> status(Account account, Handle handle) {
        return apis.of(account).status(account.apiKey(), handle.value()).map(UpstreamResponse::of);
    }

    @Override
    public UpstreamStatus status(UpstreamResponse response) {
        return SoraResponseParser.status(response);
    }

    /** Returns the content endpoint (contract 5). The URL in the status is for browsers, and not all upstreams have it. */
    @Override
    public Optional<ContentRequest> content(Account account, Handle handle, ContentLocation location,
            Optional<String> variant) {
        String query = Stream.concat(account.query().stream(), variant.map(name -> "variant=" + name).stream())
                .collect(Collectors.collectingAndThen(Collectors.joining("&"), all -> all.isEmpty() ? "" : "?" + all));
        return Optional.of(ContentRequest.of(account,
                URI.create(account.url() + "/v1/videos/" + handle.pathSegment() + "/content" + query),
                Map.of(account.keyHeader(), account.apiKey())));
    }
}
