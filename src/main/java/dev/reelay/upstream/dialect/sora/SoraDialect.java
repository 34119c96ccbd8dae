package dev.reelay.upstream.dialect.sora;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.JsonNode;

import io.smallrye.mutiny.Uni;

import dev.reelay.model.ProviderOptions;
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
import dev.reelay.upstream.http.RequestBody;

/** The wire format of the contract, and of OpenAI's Videos API. The handle of a video is its id. */
@ApplicationScoped
class SoraDialect implements UpstreamDialect {
    private final SoraApiFactory apis = new SoraApiFactory();
    private final ProviderClient client;

    SoraDialect(ProviderClient client) {
        this.client = client;
    }

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
        // The REST client writes each field of a form to a file, waits on the event loop until the disk has it, reads it and
        // deletes it.
        // Workaround: https://github.com/quarkusio/quarkus/issues/33986; remove when it keeps small fields in memory.
        return client.send(account, ProviderRequest.post(
                URI.create(account.url() + "/v1/videos" + account.query().map("?"::concat).orElse("")),
                Map.of(account.keyHeader(), account.apiKey(), "Idempotency-Key", create.id().value(),
                        "Accept", "application/json"),
                RequestBody.form(fields(create), "input_reference", create.image())));
    }

    private static Map<String, String> fields(UpstreamCreate create) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("prompt", create.spec().prompt());
        fields.put("model", create.model());
        fields.put("size", create.spec().size());
        fields.put("seconds", create.spec().seconds());
        ProviderOptions.of(create.spec().options(), "sora").properties()
                .forEach(option -> fields.put(option.getKey(), text(option.getValue())));
        return fields;
    }

    /** Returns the text of a field: a form has no types. */
    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
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
